package import Endpoint
package import OAuthCore
import OAuthModel
import WireText

/// Answers `POST /oauth/token` (RFC 6749 §3.2).
package struct TokenHandler: DecidingHandler {
    private let clients: ClientAuthenticator
    private let tokens: TokenService

    package init(clients: ClientAuthenticator, tokens: TokenService) {
        self.clients = clients
        self.tokens = tokens
    }

    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        do {
            let form = try OAuthForm(request)
            let presented = try PresentedCredentials(request.headers, form.parameters)
            let patience = tokens.patience(for: form.parameters)
            let client = try await patience.insist {
                try await clients.client(presented, from: request.head.countedPeer)
            }
            return try await tokens.respond(
                to: TokenRequest(
                    form.parameters, from: client, at: WireText(request.head.peer.address), patience: patience
                )
            ).answered { .json(200, $0.json) }
        } catch {
            return .failure(error, challenge: request.triesBasic)
        }
    }
}
