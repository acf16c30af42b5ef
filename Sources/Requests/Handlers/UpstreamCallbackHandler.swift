package import Endpoint
package import OAuthCore
package import OAuthModel

/// Answers `GET` at the redirect URI that this server has with an upstream: what comes back from the login.
///
/// Who logged in is what the upstream says to this server; nothing in the query can claim it.
package struct UpstreamCallbackHandler: DecidingHandler {
    private let authorization: AuthorizationService
    private let upstream: UpstreamName
    private let answers: PageAnswers
    private let cookies: Cookies
    private let authorizePath: String

    /// - Parameters:
    ///   - upstream: Whose redirect URI it is.
    ///   - authorizePath: Where the form goes that begins a login anew.
    package init(
        authorization: AuthorizationService, upstream: UpstreamName, answers: PageAnswers, cookies: Cookies,
        authorizePath: String
    ) {
        self.authorizePath = authorizePath
        self.upstream = upstream
        self.authorization = authorization
        self.answers = answers
        self.cookies = cookies
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        let head = request.head
        // A look ahead must not spend the state.
        if head.method == .head {
            return DecidedAnswer(
                EndpointResponse(status: 200, headers: HeaderBlock(["Cache-Control": "no-store"])), .nothing)
        }
        guard let answer = RequestParameters(query: head.query).flatMap({ UpstreamAnswer($0) }) else {
            return answers.refusal(LoginReason.loginUnstarted, requestID: head.requestID, for: .person)
        }
        do {
            return try await authorization.finish(
                answer, at: upstream, browsers: cookies.browsers(head)
            ).answered {
                outcome in
                switch outcome {
                case .redirect(let location): answers.redirect(location, after: head.method)
                case .page(let error): answers.error(error, requestID: head.requestID, for: .person)
                case .link(let back, let error): answers.error(error, requestID: head.requestID, back: back)
                case .again(let another, let error):
                    answers.error(error, requestID: head.requestID, another: another, at: authorizePath)
                }
            }
        } catch {
            return answers.failure(error, requestID: head.requestID, for: .person)
        }
    }
}
