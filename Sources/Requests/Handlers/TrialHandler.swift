package import Cryptography
package import Endpoint
package import OAuthCore
package import OAuthModel
package import Pages
import Synchronization
import WireText

/// Answers at a provider's redirect URI for who tries it: without parameters it begins a login there, with them it ends it in a page that shows
/// what came of it.
///
/// One login at a time, which the browser that began it brings back once.
package final class TrialHandler: DecidingHandler {
    package typealias Begin = @Sendable (UpstreamLogin) async -> Result<String, UpstreamRefusal>
    package typealias Finish = @Sendable (UpstreamAnswer, UpstreamLogin) async -> TrialOutcome

    private struct Begun {
        let login: UpstreamLogin
        let browser: BrowserBinding
    }

    private let upstream: UpstreamName
    private let page: PageTemplate<TrialPage>
    private let answers: PageAnswers
    private let cookies: Cookies
    private let random: RandomSource
    private let begin: Begin
    private let finish: Finish
    private let ended: @Sendable (TrialOutcome) -> Void
    private let begun = Mutex<Begun?>(nil)

    /// - Parameter ended: Told of what came of a login, before the page is shown.
    package init(
        upstream: UpstreamName, page: PageTemplate<TrialPage>, answers: PageAnswers, cookies: Cookies,
        random: RandomSource,
        begin: @escaping Begin, finish: @escaping Finish, ended: @escaping @Sendable (TrialOutcome) -> Void
    ) {
        self.upstream = upstream
        self.page = page
        self.answers = answers
        self.cookies = cookies
        self.random = random
        self.begin = begin
        self.finish = finish
        self.ended = ended
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        let head = request.head
        if head.method == .head {
            return DecidedAnswer(
                EndpointResponse(status: 200, headers: HeaderBlock(["Cache-Control": "no-store"])), .nothing)
        }
        guard !head.query.isEmpty else { return await beginLogin(head) }
        guard let answer = RequestParameters(query: head.query).flatMap({ UpstreamAnswer($0) }) else {
            return answers.refusal(LoginReason.loginUnstarted, requestID: head.requestID, for: .person)
        }
        guard let login = take(answer, head) else {
            return answers.refusal(LoginReason.loginForeign, requestID: head.requestID, for: .person)
        }
        return show(await finish(answer, login))
    }

    private func beginLogin(_ head: RequestHead) async -> DecidedAnswer {
        func fresh() -> String { Base64URL.encode(random.bytes(32)) }
        let login = UpstreamLogin(state: fresh(), verifier: fresh(), nonce: fresh())
        switch await begin(login) {
        case .failure(let refusal):
            return show(TrialOutcome(upstream: upstream, claims: [], verdict: .failure(refusal)))
        case .success(let location):
            let browser = BrowserBinding(random: random)
            begun.withLock { $0 = Begun(login: login, browser: browser) }
            var response = answers.redirect(location, after: head.method)
            response.headers.add("Set-Cookie", cookies.setBrowser(browser))
            return DecidedAnswer(response, .nothing)
        }
    }

    private func take(_ answer: UpstreamAnswer, _ head: RequestHead) -> UpstreamLogin? {
        let browsers = cookies.browsers(head)
        return begun.withLock { begun in
            guard let login = begun?.login, answer.state == WireText(login.state),
                let browser = begun?.browser, browsers.contains(browser)
            else { return nil }
            begun = nil
            return login
        }
    }

    private func show(_ outcome: TrialOutcome) -> DecidedAnswer {
        ended(outcome)
        let response = answers.page(200, page.render(TrialPage(outcome)))
        switch outcome.verdict {
        case .success(let identity):
            return DecidedAnswer(response, .loggedIn(identity.owner, at: outcome.upstream))
        case .failure(let refusal): return DecidedAnswer(response, .refused(refusal.error))
        }
    }
}

/// Answers wherever a server would answer that is not running, because somebody tries a login in its place.
package struct TrialElsewhere: DecidingHandler {
    private let answers: PageAnswers

    package init(answers: PageAnswers) {
        self.answers = answers
    }

    package func respond(to request: EndpointRequest) -> DecidedAnswer {
        DecidedAnswer(answers.notFound(), .nothing)
    }
}

extension TrialPage {
    fileprivate init(_ outcome: TrialOutcome) {
        let identity = try? outcome.verdict.get()
        self.init(
            name: outcome.upstream.rawValue, subject: identity?.owner.subject.rawValue,
            ceiling: identity?.ceiling?.text, problem: outcome.problem, remedy: outcome.remedy,
            claims: outcome.claims.map {
                Claim(name: $0.name.shown, value: $0.value?.shown, rule: $0.rule)
            })
    }
}
