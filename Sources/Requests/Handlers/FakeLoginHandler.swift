package import Endpoint
package import OAuthCore
import OAuthModel
package import Pages
import WireText

/// Answers `GET` and `POST /fakeupstreamauth/authorize`: the login page of a provider that believes everyone.
///
/// It stands for another party, so it answers only to the one redirect URI that it knows (RFC 9700 §4.1.3).
package struct FakeLoginHandler: DecidingHandler {
    private let upstream: FakeUpstream
    private let page: PageTemplate<LoginPage>
    private let answers: PageAnswers
    private let cookies: Cookies
    private let path: String
    private let logout: String?
    private let plainHTTPIssuer: String?

    /// - Parameters:
    ///   - logout: The path of the route that signs out; nil: there is none.
    ///   - plainHTTPIssuer: Host and port of the issuer, where what is sent to it can be read on its way.
    package init(
        upstream: FakeUpstream, page: PageTemplate<LoginPage>, answers: PageAnswers, cookies: Cookies,
        path: String, logout: String?, plainHTTPIssuer: String?
    ) {
        self.upstream = upstream
        self.page = page
        self.answers = answers
        self.cookies = cookies
        self.path = path
        self.logout = logout
        self.plainHTTPIssuer = plainHTTPIssuer
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        do {
            guard let parameters = try request.pageParameters,
                parameters["redirect_uri"] == WireText(upstream.callback),
                let state = parameters["state"],
                parameters.repeated.isEmpty
            else {
                throw OAuthError(LoginReason.loginFormUninvited)
            }
            let response =
                request.method == .post
                ? try await take(parameters, state, request.head)
                : try await show(parameters, state, request.head)
            // Who logged in is decided when this server asks for it, at the callback.
            return DecidedAnswer(response, .nothing)
        } catch {
            return answers.failure(error, requestID: request.head.requestID, for: .person)
        }
    }

    /// Selected is whom the client hints at, else who is logged in here, else the id that this browser keeps.
    private func show(
        _ parameters: RequestParameters, _ state: WireText, _ head: RequestHead
    ) async throws -> EndpointResponse {
        let kept = kept(head)
        let own = kept ?? upstream.newOwner()
        var session: ResourceOwner?
        if let secret = cookies.session(head) { session = try await upstream.sessions.owner(secret) }
        let selected = parameters["login_hint"].flatMap(upstream.owner) ?? session
        let known = cookies.browsers(head).first
        let browser = known ?? upstream.newBrowser()
        var response = render(
            selected ?? own, isChosen: selected != nil, kept: own, state, browser, isSignedIn: session != nil)
        if known == nil { response.headers.add("Set-Cookie", cookies.setBrowser(browser)) }
        if kept == nil { keep(own, &response) }
        return response
    }

    private func take(
        _ parameters: RequestParameters, _ state: WireText, _ head: RequestHead
    ) async throws -> EndpointResponse {
        guard let csrf = parameters["csrf"],
            let browser = upstream.browser(csrf: csrf, state: state, among: cookies.browsers(head))
        else {
            throw OAuthError(LoginReason.loginFormForged)
        }
        let kept = kept(head) ?? upstream.newOwner()
        switch parameters["action"] {
        case "new": return keeping(upstream.newOwner(), state, browser)
        case "use":
            guard let owner = parameters["user_id"].flatMap(upstream.owner) else {
                let typed = parameters["user_id"]?.shown ?? ""
                return render(kept, isChosen: false, kept: kept, state, browser, mistyped: typed)
            }
            // A demo user is borrowed for one login; the id of one's own stays where it was.
            return upstream.users.contains(owner)
                ? render(owner, isChosen: true, kept: kept, state, browser) : keeping(owner, state, browser)
        case "finish":
            guard let owner = parameters["user_id"].flatMap(upstream.owner) else {
                throw OAuthError(LoginReason.loginFormIncomplete, facts: [Fact("parameter", "user_id")])
            }
            let location = try await upstream.issueCode(for: owner, state: state, peer: head.countedPeer)
            let session = try await upstream.sessions.begin(for: owner, replacing: cookies.session(head))
            var response = answers.redirect(location, after: head.method)
            response.headers.add(
                "Set-Cookie", cookies.setSession(session, lifetime: upstream.sessions.lifetime))
            return response
        default:
            throw OAuthError(LoginReason.loginFormIncomplete, facts: [Fact("parameter", "action")])
        }
    }

    /// Selects an id that this browser keeps from now on.
    private func keeping(
        _ owner: ResourceOwner, _ state: WireText, _ browser: BrowserBinding
    ) -> EndpointResponse {
        var response = render(owner, isChosen: true, kept: owner, state, browser)
        keep(owner, &response)
        return response
    }

    /// - Parameter mistyped: What can't be an id.
    private func render(
        _ selected: ResourceOwner, isChosen: Bool, kept: ResourceOwner, _ state: WireText,
        _ browser: BrowserBinding, isSignedIn: Bool = false, mistyped: String? = nil
    ) -> EndpointResponse {
        answers.page(
            mistyped == nil ? 200 : 400,
            page.render(
                LoginPage(
                    selected: LoginPage.User(id: selected.subject.rawValue, name: selected.name.shown),
                    isChosen: isChosen, keptID: mistyped ?? kept.subject.rawValue,
                    users: upstream.users.map {
                        LoginPage.User(id: $0.subject.rawValue, name: $0.name.shown)
                    },
                    plainHTTP: plainHTTPIssuer, problem: mistyped.map { _ in Self.problem },
                    signOut: isSignedIn ? logout : nil, action: path, state: state.shown,
                    redirectURI: upstream.callback,
                    csrf: upstream.csrf(state: state, browser: browser))))
    }

    private static let problem =
        "A user id has 1 to 64 characters out of A-Z, a-z, 0-9, dot, underscore, @ and hyphen."

    private func kept(_ head: RequestHead) -> ResourceOwner? {
        cookies.keptUser(head).flatMap(upstream.owner)
    }

    private func keep(_ owner: ResourceOwner, _ response: inout EndpointResponse) {
        response.headers.add("Set-Cookie", cookies.setKeptUser(owner.subject))
    }
}
