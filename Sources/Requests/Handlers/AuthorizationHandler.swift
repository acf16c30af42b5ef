package import Endpoint
package import OAuthCore
import OAuthModel
package import Pages
import WireText

/// Answers `GET` and `POST /oauth/authorize` (RFC 6749 §3.1), and takes the form of its consent page.
package struct AuthorizationHandler: DecidingHandler {
    private let authorization: AuthorizationService
    private let consentPage: PageTemplate<ConsentPage>
    /// Nil where there is nothing to choose.
    private let choicePage: PageTemplate<ChoicePage>?
    private let answers: PageAnswers
    private let cookies: Cookies
    private let path: String
    private let plainHTTPIssuer: String?

    /// - Parameters:
    ///   - choicePage: Nil where there are not several upstreams.
    ///   - path: Where the consent form goes.
    ///   - plainHTTPIssuer: Host and port of the issuer, where what is sent to it can be read on its way.
    package init(
        authorization: AuthorizationService, consentPage: PageTemplate<ConsentPage>,
        choicePage: PageTemplate<ChoicePage>?, answers: PageAnswers, cookies: Cookies, path: String,
        plainHTTPIssuer: String?
    ) {
        self.choicePage = choicePage
        self.authorization = authorization
        self.consentPage = consentPage
        self.answers = answers
        self.cookies = cookies
        self.path = path
        self.plainHTTPIssuer = plainHTTPIssuer
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        do {
            guard let parameters = try request.pageParameters else {
                return answers.refusal(
                    FormReason.malformedQuery, requestID: request.head.requestID, for: .developer)
            }
            if request.method == .post, let decision = parameters["decision"] {
                return try await decide(parameters, approves: decision == "approve", request.head)
            }
            return try await begin(parameters, request.head)
        } catch {
            return answers.failure(error, requestID: request.head.requestID)
        }
    }

    private func begin(_ parameters: RequestParameters, _ head: RequestHead) async throws -> DecidedAnswer {
        let browsers = cookies.browsers(head)
        return try await authorization.begin(
            parameters, browsers: browsers, session: cookies.session(head), peer: head.countedPeer
        ).answered { answer in
            switch answer {
            case .page(let error): return answers.error(error, requestID: head.requestID)
            case .redirect(let location), .granted(let location):
                return answers.redirect(location, after: head.method)
            case .link(let location, let host, let error):
                return answers.error(
                    error, requestID: head.requestID,
                    continuation: ErrorPage.Continuation(host: host, href: location))
            case .consent(let view, let browser):
                var response = answers.page(200, consentPage.render(page(view)))
                if browsers.isEmpty { response.headers.add("Set-Cookie", cookies.setBrowser(browser)) }
                return response
            }
        }
    }

    private func decide(
        _ parameters: RequestParameters, approves: Bool, _ head: RequestHead
    ) async throws -> DecidedAnswer {
        try await authorization.decide(
            request: parameters["request"] ?? "", csrf: parameters["csrf"] ?? "", back: parameters["back"],
            approves: approves, at: parameters["upstream"], browsers: cookies.browsers(head),
            peer: head.countedPeer
        ).answered { outcome in
            switch outcome {
            case .page(let error): answers.error(error, requestID: head.requestID, for: .person)
            case .link(let back, let error): answers.error(error, requestID: head.requestID, back: back)
            case .again(let another, let error):
                answers.error(error, requestID: head.requestID, another: another, at: path)
            case .choice(let choice):
                if let choicePage {
                    answers.page(200, choicePage.render(page(choice)))
                } else {
                    answers.error(OAuthError(ServerReason.failed), requestID: head.requestID)
                }
            case .redirect(let location), .login(let location):
                answers.redirect(location, after: head.method)
            }
        }
    }

    private func page(_ choice: UpstreamChoice) -> ChoicePage {
        ChoicePage(
            upstreams: choice.upstreams.map {
                ChoicePage.Upstream(name: $0.name.rawValue, title: $0.title)
            }, redirectHost: choice.redirectHost, form: RequestForm(choice.form, at: path))
    }

    private func page(_ view: ConsentView) -> ConsentPage {
        let redirect = view.redirectURI.isPlainHTTP ? view.redirectURI.displayHost : nil
        let readable = [plainHTTPIssuer, redirect == plainHTTPIssuer ? nil : redirect].compactMap(\.self)
        return ConsentPage(
            clientName: view.clientName?.shown, clientID: view.clientID.rawValue,
            nameIsUnverified: view.origin != .manifest, documentHost: view.documentHost,
            pages: view.pages.map { ConsentPage.Link($0) },
            redirectHost: view.redirectURI.displayHost, redirectURI: view.redirectURI.text,
            scopes: view.scopes.map {
                ConsentPage.Scope(token: $0.token.rawValue, description: $0.description)
            },
            resource: view.resources.map(\.indicator.text).joined(separator: ", "),
            resourceName: view.resources.map(\.name).joined(separator: ", "),
            isLoopback: view.redirectURI.isLoopback, isPrivateUseScheme: view.redirectURI.isPrivateUse,
            plainHTTP: readable.isEmpty ? nil : readable.joined(separator: " and "),
            form: RequestForm(view.form, at: path))
    }
}

extension ConsentPage.Link {
    fileprivate init(_ page: ClientPage) {
        let words =
            switch page.kind {
            case .home: "Website"
            case .policy: "Privacy policy"
            case .terms: "Terms of service"
            }
        self.init(words: words, uri: page.uri, host: page.host)
    }
}
