package import OAuthModel
import Storage

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
                throw OAuthError(.invalidClient, "the request names no client; send client_id")
            }
            guard let known = try await clients.known(presented.id) else {
                throw OAuthError.unproven("no client has this id")
            }
            try presented.proof.check(against: known.caller, vault)
            return known.client
        } catch { throw RequestFailure(error) }
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
