import JSON
package import OAuthModel
package import Storage

/// Who a browser is logged in as at the fake upstream. The cookie holds a secret and nothing else: what it stands for is in the
/// store, so that a logout ends the session for everyone who has a copy of the cookie.
package struct FakeSessions: Sendable {
    /// From the login, whatever its use.
    package let lifetime: Duration
    private let store: any RecordStore
    private let vault: Vault

    package init(lifetime: Duration, store: any RecordStore, vault: Vault) {
        self.lifetime = lifetime
        self.store = store
        self.vault = vault
    }

    /// Begins a session, and ends the one that the browser came with: nobody who knew the secret from before the login
    /// holds one that is worth anything after it (session fixation).
    package func begin(
        for owner: ResourceOwner, replacing former: SessionSecret?
    ) async throws(StoreError) -> SessionSecret {
        let secret = SessionSecret(random: vault.random)
        let record = try vault.seal(SessionRecord(owner: owner), under: secret.bytes, for: lifetime)
        try await store.insert(
            record, as: .session, under: vault.digest(secret.bytes), lifetime: lifetime, owner: nil)
        if let former { try await end(former) }
        return secret
    }

    /// `nil` when the session was never there, has ended or has expired.
    package func owner(_ secret: SessionSecret) async throws(StoreError) -> ResourceOwner? {
        guard let stored = try await store.load(.session, vault.digest(secret.bytes)),
            let record: SessionRecord = vault.open(stored, under: secret.bytes)
        else { return nil }
        return record.owner
    }

    /// `false` when there was nothing to end.
    @discardableResult
    package func end(_ secret: SessionSecret) async throws(StoreError) -> Bool {
        try await store.take(.session, vault.digest(secret.bytes)) != nil
    }
}

private struct SessionRecord: SealableRecord {
    static let kind = SealedKind.record(.session)

    let owner: ResourceOwner

    init(owner: ResourceOwner) {
        self.owner = owner
    }

    var json: JSONObject { owner.json }

    init?(json: JSONValue) {
        guard let owner = ResourceOwner(json: json) else { return nil }
        self.owner = owner
    }
}
