package import Endpoint
package import OAuthCore
import OAuthModel
package import Pages
import Storage
import WireText

/// Answers `GET` and `POST /oauth/authorize` (RFC 6749 §3.1), and takes the form of its consent page.
package struct AuthorizationHandler: EndpointHandler {
    private let authorization: AuthorizationService
    private let upstream: FakeUpstream
    private let sessions: UpstreamSessions
    private let consentPage: PageTemplate<ConsentPage>
    private let answers: PageAnswers
    private let cookies: Cookies
    private let paths: Paths
    private let autoApproves: Bool
    private let plainHTTPIssuer: String?

    package struct Paths: Sendable {
        /// Where the consent form goes.
        let authorize: String
        /// Where an approval leads.
        let login: String

        package init(authorize: String, login: String) {
            self.authorize = authorize
            self.login = login
        }
    }

    /// - Parameters:
    ///   - autoApproves: Consent and login finish by themselves, for tests without a browser.
    ///   - plainHTTPIssuer: Host and port of the issuer, where what is sent to it can be read on its way.
    package init(
        authorization: AuthorizationService, upstream: FakeUpstream, sessions: UpstreamSessions,
        consentPage: PageTemplate<ConsentPage>, answers: PageAnswers, cookies: Cookies, paths: Paths,
        autoApproves: Bool, plainHTTPIssuer: String?
    ) {
        self.authorization = authorization
        self.upstream = upstream
        self.sessions = sessions
        self.consentPage = consentPage
        self.answers = answers
        self.cookies = cookies
        self.paths = paths
        self.autoApproves = autoApproves
        self.plainHTTPIssuer = plainHTTPIssuer
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        do {
            guard let parameters = try request.pageParameters else {
                let error = OAuthError(.invalidRequest, "the parameters are not well-formed")
                return answers.error(error, requestID: request.head.requestID)
            }
            if request.method == .post, let decision = parameters["decision"] {
                return try await decide(parameters, approves: decision == "approve", request.head)
            }
            return try await begin(parameters, request.head)
        } catch {
            return answers.failure(error, requestID: request.head.requestID)
        }
    }

    private func begin(_ parameters: RequestParameters, _ head: RequestHead) async throws -> EndpointResponse
    {
        let browsers = cookies.browsers(head)
        let decision = try await authorization.begin(parameters, browsers: browsers, peer: head.countedPeer) {
            () async throws(StoreError) in
            guard let session = cookies.session(head) else { return false }
            return try await sessions.owner(session) != nil
        }
        switch decision {
        case .page(let error): return answers.error(error, requestID: head.requestID)
        case .redirect(let location, let error):
            return answers.redirect(
                location, after: head.method, cause: error.logText)
        case .link(let location, let host, let error):
            return answers.error(
                error, requestID: head.requestID,
                continuation: ErrorPage.Continuation(host: host, href: location))
        case .consent(let view, let browser):
            if autoApproves { return try await approve(view, browser, parameters["login_hint"], head) }
            var response = answers.page(200, consentPage.render(page(view)))
            if browsers.isEmpty { response.headers.add("Set-Cookie", cookies.setBrowser(browser)) }
            return response
        }
    }

    private func decide(
        _ parameters: RequestParameters, approves: Bool, _ head: RequestHead
    ) async throws -> EndpointResponse {
        let outcome = try await authorization.decide(
            request: parameters["request"] ?? "", csrf: parameters["csrf"] ?? "", approves: approves,
            browsers: cookies.browsers(head), peer: head.countedPeer)
        switch outcome {
        case .page(let error): return answers.error(error, requestID: head.requestID, for: .person)
        case .redirect(let location):
            return answers.redirect(
                location, after: head.method, cause: "access_denied: the resource owner denied the request")
        case .login(let state, let hint):
            let query =
                "?redirect_uri=" + percentEncoded(upstream.callback) + "&state=" + state
                + (hint.map { "&login_hint=" + percentEncoded($0) } ?? "")
            return answers.redirect(paths.login + query, after: head.method)
        }
    }

    private func approve(
        _ view: ConsentView, _ browser: BrowserBinding, _ hint: WireText?, _ head: RequestHead
    ) async throws -> EndpointResponse {
        let consent = try await authorization.decide(
            request: WireText(view.request), csrf: WireText(view.csrf), approves: true, browsers: [browser],
            peer: head.countedPeer)
        guard case .login(let state, _) = consent else {
            return answers.error(
                OAuthError(.serverError, "the request failed"), requestID: head.requestID)
        }
        let owner = hint.flatMap(upstream.owner) ?? upstream.users.first ?? upstream.newOwner()
        switch try await authorization.finish(
            state: WireText(state), browsers: [browser], login: { .success(owner) })
        {
        case .redirect(let location): return answers.redirect(location, after: head.method)
        case .page(let error): return answers.error(error, requestID: head.requestID, for: .person)
        }
    }

    private func page(_ view: ConsentView) -> ConsentPage {
        let redirect = view.redirectURI.isPlainHTTP ? view.redirectURI.displayHost : nil
        let readable = [plainHTTPIssuer, redirect == plainHTTPIssuer ? nil : redirect].compactMap(\.self)
        return ConsentPage(
            clientName: view.clientName?.shown, clientID: view.clientID.rawValue,
            nameIsUnverified: !view.isPreRegistered,
            redirectHost: view.redirectURI.displayHost, redirectURI: view.redirectURI.text,
            scopes: view.scopes.map {
                ConsentPage.Scope(token: $0.token.rawValue, description: $0.description)
            },
            resource: view.resources.map(\.indicator.text).joined(separator: ", "),
            resourceName: view.resources.map(\.name).joined(separator: ", "),
            isLoopback: view.redirectURI.isLoopback, isPrivateUseScheme: view.redirectURI.isPrivateUse,
            plainHTTP: readable.isEmpty ? nil : readable.joined(separator: " and "),
            action: paths.authorize, request: view.request, csrf: view.csrf)
    }
}
