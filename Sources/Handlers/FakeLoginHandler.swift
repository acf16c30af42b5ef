package import Endpoint
package import OAuthCore
import OAuthModel
package import Pages

/// Answers `GET` and `POST /fakeupstreamauth/authorize`: the login page of a provider that believes everyone.
///
/// It stands for another party, so it answers only to the one redirect URI that it knows (RFC 9700 §4.1.3).
package struct FakeLoginHandler: EndpointHandler {
    private let upstream: FakeUpstream
    private let page: PageTemplate<LoginPage>
    private let answers: PageAnswers
    private let cookies: Cookies
    private let path: String
    private let sessionLifetime: Duration
    private let newBrowser: @Sendable () -> BrowserBinding

    package init(
        upstream: FakeUpstream, page: PageTemplate<LoginPage>, answers: PageAnswers, cookies: Cookies,
        path: String,
        sessionLifetime: Duration, newBrowser: @escaping @Sendable () -> BrowserBinding
    ) {
        self.upstream = upstream
        self.page = page
        self.answers = answers
        self.cookies = cookies
        self.path = path
        self.sessionLifetime = sessionLifetime
        self.newBrowser = newBrowser
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        do {
            let parameters =
                request.method == .post
                ? try OAuthForm(request).parameters : RequestParameters(query: request.head.query)
            guard let parameters, parameters["redirect_uri"] == upstream.callback,
                let state = parameters["state"],
                parameters.repeated.isEmpty
            else {
                throw OAuthError(
                    .invalidRequest, "this login answers only to its own server's callback, with a state")
            }
            return request.method == .post
                ? try await take(parameters, state, request.head) : try show(parameters, state, request.head)
        } catch let error as OAuthError {
            return answers.error(error, requestID: request.head.requestID)
        } catch let error as StoreError {
            return answers.outage(error, requestID: request.head.requestID)
        } catch {
            let error = OAuthError(.serverError, "the request failed", cause: "\(error)")
            return answers.error(error, requestID: request.head.requestID, status: 500)
        }
    }

    private func show(
        _ parameters: RequestParameters, _ state: String, _ head: RequestHead
    ) throws -> EndpointResponse {
        let kept = session(head)
        let session = kept ?? UpstreamSession(owner: upstream.newOwner(), isLoggedIn: false)
        let hinted = parameters["login_hint"].flatMap(upstream.owner)
        let browser = cookies.browser(head) ?? newBrowser()
        var response = render(hinted ?? session.owner, kept: session.owner, state, browser)
        if cookies.browser(head) == nil { response.headers.add("Set-Cookie", cookies.setBrowser(browser)) }
        if kept == nil { try keep(session, &response) }
        return response
    }

    private func take(
        _ parameters: RequestParameters, _ state: String, _ head: RequestHead
    ) async throws -> EndpointResponse {
        guard let browser = cookies.browser(head), let csrf = parameters["csrf"],
            upstream.accepts(csrf: csrf, state: state, browser: browser)
        else {
            throw OAuthError(
                .invalidRequest,
                "this login was not started in this browser; start again from the application")
        }
        switch parameters["action"] {
        case "new": return try choose(upstream.newOwner(), state, browser)
        case "use":
            guard let owner = parameters["user_id"].flatMap(upstream.owner) else {
                let kept = session(head)?.owner ?? upstream.newOwner()
                let problem =
                    "A user id has 1 to 64 characters out of A-Z, a-z, 0-9, dot, underscore, @ and hyphen."
                return render(kept, kept: kept, state, browser, problem: problem, status: 400)
            }
            return try choose(owner, state, browser)
        case "finish":
            guard let owner = parameters["user_id"].flatMap(upstream.owner) else {
                throw OAuthError(.invalidRequest, "the login form names no user")
            }
            let code = try await upstream.issueCode(for: owner)
            var response = answers.redirect(upstream.location(code: code, state: state), after: head.method)
            try keep(UpstreamSession(owner: owner, isLoggedIn: true), &response)
            return response
        default: throw OAuthError(.invalidRequest, "the login form names no action")
        }
    }

    private func choose(_ owner: ResourceOwner, _ state: String, _ browser: BrowserBinding) throws
        -> EndpointResponse
    {
        var response = render(owner, kept: owner, state, browser)
        try keep(UpstreamSession(owner: owner, isLoggedIn: false), &response)
        return response
    }

    private func render(
        _ selected: ResourceOwner, kept: ResourceOwner, _ state: String, _ browser: BrowserBinding,
        problem: String? = nil, status: Int = 200
    ) -> EndpointResponse {
        answers.page(
            status,
            page.render(
                LoginPage(
                    selected: LoginPage.User(id: selected.subject.rawValue, name: selected.name),
                    keptID: kept.subject.rawValue,
                    users: upstream.users.map { LoginPage.User(id: $0.subject.rawValue, name: $0.name) },
                    problem: problem, action: path, state: state, redirectURI: upstream.callback,
                    csrf: upstream.csrf(state: state, browser: browser))))
    }

    private func session(_ head: RequestHead) -> UpstreamSession? {
        cookies.session(head).flatMap(upstream.session)
    }

    private func keep(_ session: UpstreamSession, _ response: inout EndpointResponse) throws(StoreError) {
        let cookie = cookies.setSession(try upstream.seal(session), lifetime: sessionLifetime)
        response.headers.add("Set-Cookie", cookie)
    }
}
