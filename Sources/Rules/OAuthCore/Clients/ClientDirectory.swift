import Cryptography
package import OAuthModel
package import Storage
package import WireText

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

    /// Authenticates a client at the token and revocation endpoints (RFC 6749 §2.3).
    ///
    /// Everything that is wrong with it is `invalid_client`: who fails is not told whether the client exists. An empty
    /// secret counts as none, because a client library sends Basic with an empty password for public clients.
    package func authenticate(
        _ credentials: ClientCredentials
    ) async throws(RequestFailure) -> Client {
        let known: KnownClient?
        do { known = try await self.known(credentials.id) } catch { throw .store(error) }
        guard let known else { throw Self.refusal("no client has this id") }
        let metadata = known.client.metadata
        guard let presented = credentials.secret, !presented.isEmpty else {
            guard metadata.authenticationMethod == .none else { throw Self.refusal("the secret is missing") }
            return known.client
        }
        guard let secret = known.secret else { throw Self.refusal("a public client sent a secret") }
        let usesRegistered =
            credentials.method == metadata.authenticationMethod || !metadata.namedAuthenticationMethod
        guard usesRegistered else {
            throw Self.refusal(
                "registered for \(metadata.authenticationMethod.rawValue), used \(credentials.method.rawValue)"
            )
        }
        guard constantTimeEqual(vault.digest(presented.bytes).bytes, secret.bytes) else {
            throw Self.refusal("the secret is wrong")
        }
        return known.client
    }

    /// Notes that a client was used, so that its registration and its place are kept.
    func renew(_ client: Client) async throws(StoreError) {
        guard !client.isPreRegistered else { return }
        try await store.renew(
            client.id, lifetime: configuration.registration.unusedLifetime,
            protectedFor: configuration.tokens.grant)
    }

    private func known(_ id: ClientID) async throws(StoreError) -> KnownClient? {
        if let known = preRegistered[id] { return known }
        guard let stored = try await store.load(id),
            let record: ClientRecord = vault.open(stored.sealed, under: Array(id.rawValue.utf8))
        else { return nil }
        return KnownClient(
            client: Client(id: id, metadata: record.metadata, isPreRegistered: false), secret: record.secret)
    }

    private static func refusal(_ cause: String) -> RequestFailure {
        .refused(OAuthError(.invalidClient, "client authentication failed", cause: cause))
    }
}

private struct KnownClient: Sendable {
    let client: Client
    let secret: SecretDigest?
}

/// What a request offers to authenticate its client.
package struct ClientCredentials: Sendable {
    package let id: ClientID
    package let secret: WireText?
    package let method: ClientAuthenticationMethod

    package init(id: ClientID, secret: WireText?, method: ClientAuthenticationMethod) {
        self.id = id
        self.secret = secret
        self.method = method
    }
}
