package import Endpoint
package import OAuthCore
import OAuthModel
import Storage
import WireText

/// Answers `GET /fakeupstreamauth/callback`: what comes back from the login.
///
/// Who logged in is what the upstream code says, redeemed by the server; nothing in the query can claim it.
package struct FakeCallbackHandler: EndpointHandler {
    private let authorization: AuthorizationService
    private let upstream: FakeUpstream
    private let answers: PageAnswers
    private let cookies: Cookies

    package init(
        authorization: AuthorizationService, upstream: FakeUpstream, answers: PageAnswers, cookies: Cookies
    ) {
        self.authorization = authorization
        self.upstream = upstream
        self.answers = answers
        self.cookies = cookies
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        let head = request.head
        // A look ahead must not spend the state.
        if head.method == .head {
            return EndpointResponse(status: 200, headers: HeaderBlock(["Cache-Control": "no-store"]))
        }
        guard let parameters = RequestParameters(query: head.query), parameters.repeated.isEmpty,
            let state = parameters["state"]
        else {
            let error = OAuthError(
                .invalidRequest, "this login was not started here; start again from the application",
                cause: "state is missing or a parameter is repeated")
            return answers.error(error, requestID: head.requestID, for: .person)
        }
        do {
            let outcome = try await authorization.finish(state: state, browsers: cookies.browsers(head)) {
                () async throws(StoreError) -> Result<ResourceOwner, OAuthError> in
                if parameters["error"] == "access_denied" {
                    return .failure(OAuthError(.accessDenied, "the resource owner did not log in"))
                }
                guard let code = parameters["code"], let owner = try await upstream.redeem(code: code) else {
                    return .failure(
                        OAuthError(
                            .invalidRequest, "the login can't be confirmed; start again from the application")
                    )
                }
                return .success(owner)
            }
            switch outcome {
            case .redirect(let location): return answers.redirect(location, after: head.method)
            case .page(let error): return answers.error(error, requestID: head.requestID, for: .person)
            }
        } catch {
            return answers.failure(error, requestID: head.requestID, for: .person)
        }
    }
}
