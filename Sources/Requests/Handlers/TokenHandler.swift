package import Endpoint
package import OAuthCore
import OAuthModel
import WireText

/// Answers `POST /oauth/token` (RFC 6749 §3.2).
package struct TokenHandler: EndpointHandler {
    private let authenticator: ClientAuthenticator
    private let tokens: TokenService

    package init(clients: ClientDirectory, tokens: TokenService) {
        authenticator = ClientAuthenticator(clients: clients)
        self.tokens = tokens
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        do {
            let form = try OAuthForm(request)
            let presented = try PresentedCredentials(request.headers, form.parameters)
            let patience = tokens.patience(for: form.parameters)
            let client = try await patience.insist { try await authenticator.authenticate(presented) }
            let response = try await tokens.respond(
                to: TokenRequest(
                    form.parameters, from: client, at: WireText(request.head.peer.address), patience: patience
                ))
            return .json(200, response.json)
        } catch {
            return .failure(error, challenge: request.triesBasic)
        }
    }
}

extension EndpointRequest {
    /// The request tried HTTP Basic, well-formed or not.
    var triesBasic: Bool {
        headers["authorization"]?.utf8.prefix(5).equalsIgnoringCase("basic") ?? false
    }
}
