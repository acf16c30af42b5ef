package import OAuthModel
package import Storage

/// Knows the clients: those of the manifest and those that registered themselves.
package struct ClientDirectory: Sendable {
    private let preRegistered: [ClientID: KnownClient]
    private let store: any ClientStore
    private let vault: Vault
    private let configuration: CoreConfiguration

    package init(configuration: CoreConfiguration, store: any ClientStore, vault: Vault) {
        preRegistered = Dictionary(
            configuration.clients.map { entry in
                let secret = entry.authentication.secret.map { vault.digest($0.bytes) }
                return (entry.id, KnownClient(client: entry.client, secret: secret))
            }, uniquingKeysWith: { first, _ in first })
        self.store = store
        self.vault = vault
        self.configuration = configuration
    }

    package func load(_ id: ClientID) async throws(StoreError) -> Client? {
        try await known(id)?.client
    }

    func known(_ id: ClientID) async throws(StoreError) -> KnownClient? {
        if let known = preRegistered[id] { return known }
        guard let stored = try await store.load(id),
            let record: ClientRecord = vault.open(stored.sealed, under: Array(id.rawValue.utf8))
        else { return nil }
        return KnownClient(
            client: Client(id: id, metadata: record.metadata, origin: .registration), secret: record.secret)
    }

    /// Notes that a client was used, so that its registration and its place are kept.
    func renew(_ client: Client) async throws(StoreError) {
        guard !client.isPreRegistered else { return }
        try await store.renew(
            client.id, lifetime: configuration.registration.unusedLifetime,
            protectedFor: configuration.tokens.grant)
    }
}

/// A client, and what it proves itself by.
struct KnownClient: Sendable {
    let client: Client
    let secret: SecretDigest?
}
