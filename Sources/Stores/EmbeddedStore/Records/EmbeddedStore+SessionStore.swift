package import OAuthCore

extension EmbeddedStore: SessionStore {
    package func insert(
        session digest: SecretDigest, _ record: SealedRecord, lifetime: Duration
    ) async throws(StoreError) {
        let batch = try sessions.insert(record, under: Digest(digest), lifetime: lifetime)
        try await durability.wait(for: batch)
    }

    package func load(session digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try sessions.load(Digest(digest))
    }

    @discardableResult
    package func revoke(session digest: SecretDigest) async throws(StoreError) -> Bool {
        try await sessions.take(Digest(digest)) != nil
    }
}
