package import OAuthModel
package import Storage
import WireText

/// Knows the clients: those of the manifest, those that registered themselves, and those whose id is the URL of a document.
package struct ClientDirectory: Sendable {
    private let preRegistered: [ClientID: KnownClient]
    private let store: any ClientStore
    private let documents: ClientDocuments?
    private let vault: Vault
    private let configuration: CoreConfiguration

    package init(
        configuration: CoreConfiguration, store: any ClientStore, documents: ClientDocuments? = nil,
        vault: Vault
    ) {
        preRegistered = Dictionary(
            configuration.clients.map { entry in
                let secret = entry.authentication.secret.map { vault.digest($0.bytes) }
                return (entry.id, KnownClient(client: entry.client, secret: secret))
            }, uniquingKeysWith: { first, _ in first })
        self.store = store
        self.documents = documents
        self.vault = vault
        self.configuration = configuration
    }

    /// The client that an authorization request is from; nil when there is none.
    ///
    /// - Parameters:
    ///   - peer: Who asks.
    ///   - fits: Whether it can be that client's request. A document that is not just fetched may be older than the request.
    package func load(
        _ id: ClientID, for peer: [UInt8], where fits: (Client) -> Bool
    ) async throws(StoreError) -> Result<LoadedClient?, OAuthError> {
        if let documents = documents(for: id) {
            return try await documents.client(id, for: peer, where: fits).map { $0 }
        }
        return .success(try await known(id).map { LoadedClient($0.client) })
    }

    /// Whether a request that was admitted once may still be answered where it asks for that: its client is known and has that redirect URI.
    /// Of one that is known by a document that is what the document said then.
    func stillAdmits(_ request: AuthorizationRequest) async throws(StoreError) -> Bool {
        if documents(for: request.clientID) != nil { return true }
        guard let known = try await known(request.clientID) else { return false }
        return known.client.redirectURI(matching: WireText(request.redirectURI.text)) != nil
    }

    /// Proves that a request is from a client.
    ///
    /// - Parameter proof: Throws when it isn't. A client that is known by a document may be asked of twice: what an older copy
    ///   refuses a newer one may accept.
    func prove<Proven>(
        _ id: ClientID, for peer: [UInt8], _ proof: (KnownClient) async throws -> Proven
    ) async throws -> Proven {
        if let documents = documents(for: id) {
            return try await documents.prove(
                id, for: peer, orBy: { try await stored(id, .document)?.client },
                by: { try await proof(KnownClient(client: $0, secret: nil)) })
        }
        guard let known = try await known(id) else { throw OAuthError(ClientReason.clientUnknown) }
        return try await proof(known)
    }

    private func known(_ id: ClientID) async throws(StoreError) -> KnownClient? {
        if let known = preRegistered[id] { return known }
        // What is kept of a document makes nobody known where documents are off.
        guard !ClientDocuments.isNamed(by: id) else { return nil }
        return try await stored(id, .registration)
    }

    /// An id says by its form what it is; one that the manifest lists is the manifest's.
    private func documents(for id: ClientID) -> ClientDocuments? {
        ClientDocuments.isNamed(by: id) && preRegistered[id] == nil ? documents : nil
    }

    private func stored(_ id: ClientID, _ origin: ClientOrigin) async throws(StoreError) -> KnownClient? {
        guard let stored = try await store.load(id),
            let record: ClientRecord = vault.open(stored.sealed, under: Array(id.rawValue.utf8))
        else { return nil }
        return KnownClient(
            client: Client(id: id, metadata: record.metadata, origin: origin), secret: record.secret)
    }

    /// Keeps what a document said, for as long as the grant may live that comes of it: from then on its client is known without the
    /// document. Only what somebody consented to and logged in for is kept, so that strangers can't fill the store with it.
    func keep(_ document: ClientMetadata, of id: ClientID) async throws(StoreError) {
        let record = try vault.seal(
            ClientRecord(metadata: document, secret: nil), under: Array(id.rawValue.utf8))
        let lifetime = max(configuration.registration.unusedLifetime, configuration.tokens.grant)
        do throws(StoreError) {
            _ = try await store.keep(
                record, as: id, lifetime: lifetime, protectedFor: configuration.tokens.grant,
                limit: configuration.registration.maximumClients)
        } catch {
            // Without room for it the client goes on by its document alone.
            guard case .full = error else { throw error }
        }
    }

    /// Notes that a client was used, so that what is kept of it and its place stay.
    func renew(_ client: Client) async throws(StoreError) {
        guard !client.isPreRegistered else { return }
        try await store.renew(
            client.id, lifetime: configuration.registration.unusedLifetime,
            protectedFor: configuration.tokens.grant)
    }
}

/// A client that an authorization request is from.
package struct LoadedClient: Sendable {
    package let client: Client
    /// Its document was had for this request.
    package let isRead: Bool

    init(_ client: Client, isRead: Bool = false) {
        self.client = client
        self.isRead = isRead
    }

    /// What is told of it before all else.
    var told: [Decision] { isRead ? [.documentRead(client)] : [] }
}

/// A client, and what it proves itself by.
struct KnownClient: Sendable {
    let client: Client
    let secret: SecretDigest?
}
