package import Endpoint
package import OAuthCore
import OAuthModel

/// Answers `POST /oauth/token` (RFC 6749 §3.2).
package struct TokenHandler: EndpointHandler {
    private let authenticator: ClientAuthenticator
    private let tokens: TokenService

    package init(clients: ClientDirectory, tokens: TokenService) {
        authenticator = ClientAuthenticator(clients: clients)
        self.tokens = tokens
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        var usedBasic = false
        do {
            let form = try OAuthForm(request)
            usedBasic = request.triesBasic
            let presented = try PresentedCredentials(request.headers, form.parameters)
            let client = try await authenticator.authenticate(presented)
            return .json(200, try await tokens.respond(to: form.parameters, from: client).json)
        } catch let error as OAuthError {
            return .error(error, challenge: usedBasic)
        } catch let failure as RequestFailure {
            return .failure(failure, challenge: usedBasic)
        } catch {
            return .error(OAuthError(.serverError, "the request failed", cause: "\(error)"))
        }
    }
}

extension EndpointRequest {
    /// The request tried HTTP Basic, well-formed or not.
    var triesBasic: Bool {
        headers["authorization"]?.prefix(5).lowercased() == "basic"
    }
}
