import Cryptography
import Endpoint
import OAuthCore
import OAuthModel
import WireText

/// The `Authorization` header that each resource server sends, made ready: a resource server sends the same one with every
/// introspection, and comparing it whole costs a tenth of taking it apart and looking its parts up.
///
/// What doesn't match isn't refused here: there are other ways to write the same credentials (RFC 7617 §2, RFC 6749 §2.3.1).
struct PreparedCredentials: Sendable {
    private let servers: [(header: [UInt8], server: ResourceServer)]

    init(_ servers: [ResourceServer]) {
        self.servers = servers.map { server in
            let credentials = percentEncoded(server.id) + ":" + percentEncoded(server.secret.text)
            return (Array("Basic \(Base64.encode(Array(credentials.utf8)))".utf8), server)
        }
    }

    /// The sender of a request with one of these headers and no other credentials beside it.
    func sender(of headers: HeaderFields, _ form: RequestParameters) -> ResourceServer? {
        let sender = headers.withOnly("authorization") { header in
            servers.first { constantTimeEqual(header, $0.header) }?.server
        }
        guard let sender, !form.contains("client_id"), !form.contains("client_secret") else { return nil }
        return sender
    }
}
