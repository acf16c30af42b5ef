package import Endpoint
package import OAuthCore
import OAuthModel

/// Answers `POST /oauth/revoke` (RFC 7009 §2).
package struct RevocationHandler: DecidingHandler {
    private let clients: ClientAuthenticator
    private let revocation: RevocationService

    package init(clients: ClientAuthenticator, revocation: RevocationService) {
        self.clients = clients
        self.revocation = revocation
    }

    /// 200 without a body, whether there was something to revoke or not (§2.2).
    package func respond(to request: EndpointRequest) async -> DecidedAnswer {
        do {
            let form = try OAuthForm(request)
            let presented = try PresentedCredentials(request.headers, form.parameters)
            let client = try await clients.client(presented, from: request.head.countedPeer).client
            let token = try form.required(
                "token", or: OAuthError(FormReason.tokenMissing), of: client.id)
            return try await revocation.revoke(token, by: client).answered {
                EndpointResponse(status: 200, headers: Self.headers)
            }
        } catch {
            return .failure(error, challenge: request.triesBasic)
        }
    }

    private static let headers = HeaderBlock(["Cache-Control": "no-store"])
}
