package import Endpoint
package import OAuthCore
import OAuthModel
import WireText

/// Answers `POST /oauth/token` (RFC 6749 §3.2).
package struct TokenHandler: EndpointHandler {
    private let clients: ClientAuthenticator
    private let tokens: TokenService

    package init(clients: ClientAuthenticator, tokens: TokenService) {
        self.clients = clients
        self.tokens = tokens
    }

    package func respond(to request: EndpointRequest) async -> EndpointResponse {
        do {
            let form = try OAuthForm(request)
            let presented = try PresentedCredentials(request.headers, form.parameters)
            let patience = tokens.patience(for: form.parameters)
            let client = try await patience.insist { try await clients.client(presented) }
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
