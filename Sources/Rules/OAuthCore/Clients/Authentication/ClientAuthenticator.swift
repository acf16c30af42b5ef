package import OAuthModel
import Storage
package import WireText

/// Finds out who sent a request (RFC 6749 §2.3): a client, or at introspection a resource server.
package struct ClientAuthenticator: Sendable {
    private let clients: ClientDirectory
    private let servers: [ClientID: KnownServer]
    private let vault: Vault

    package init(configuration: CoreConfiguration, clients: ClientDirectory, vault: Vault) {
        self.clients = clients
        self.vault = vault
        servers = Dictionary(
            configuration.resourceServers.map { server in
                let known = KnownCaller(
                    methods: ResourceServer.authenticationMethods, secret: vault.digest(server.secret.bytes))
                return (ClientID(rawValue: server.id), KnownServer(server: server, caller: known))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Those who may introspect with credentials.
    package var resourceServers: [ResourceServer] { servers.values.map(\.server) }

    /// - Parameter presented: `nil` when the request names no client at all.
    package func client(_ presented: PresentedCredentials?) async throws(RequestFailure) -> Client {
        do {
            guard let presented else {
                throw OAuthError(ClientReason.clientUnnamed)
            }
            guard let known = try await clients.known(presented.id) else {
                throw OAuthError(ClientReason.clientUnknown)
            }
            try presented.proof.check(against: known.caller, vault)
            return known.client
            // Told by the name that it gives: most often it is the client, and has the wrong secret.
        } catch { throw RequestFailure(error).of(presented?.id) }
    }

    /// `nil` when it isn't one.
    package func resourceServer(_ presented: PresentedCredentials) -> ResourceServer? {
        guard let known = servers[presented.id],
            (try? presented.proof.check(against: known.caller, vault)) != nil
        else { return nil }
        return known.server
    }

    private struct KnownServer: Sendable {
        let server: ResourceServer
        let caller: KnownCaller
    }
}

/// What a request shows of who sent it (RFC 6749 §2.3), a case for each way.
package enum PresentedCredentials: Sendable {
    /// The id alone. An empty secret counts as none, because a client library sends Basic with an empty password for public clients.
    case none(ClientID)
    case secretBasic(ClientID, WireText)
    case secretPost(ClientID, WireText)

    package var id: ClientID {
        switch self {
        case .none(let id), .secretBasic(let id, _), .secretPost(let id, _): id
        }
    }

    var proof: any ClientProof {
        switch self {
        case .none: NoProof()
        case .secretBasic(_, let secret): SharedSecret(method: .clientSecretBasic, secret: secret)
        case .secretPost(_, let secret): SharedSecret(method: .clientSecretPost, secret: secret)
        }
    }
}

/// A way to prove who one is: what a request shows for it, and how that is held against what is known.
protocol ClientProof: Sendable {
    func check(against known: KnownCaller, _ vault: Vault) throws(OAuthError)
}

/// What is known of who a request says it is from: a client, or a resource server.
struct KnownCaller: Sendable {
    /// Any of these will do.
    let methods: [ClientAuthenticationMethod]
    let secret: SecretDigest?
}

extension KnownClient {
    fileprivate var caller: KnownCaller {
        KnownCaller(methods: client.metadata.authenticationMethods, secret: secret)
    }
}
