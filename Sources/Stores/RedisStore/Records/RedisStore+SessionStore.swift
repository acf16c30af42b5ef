package import OAuthCore
import OAuthModel
import RedisClient

/// Asking again after a call was answered as unavailable: an insertion replaces what the first may have left; a session that
/// was ended is answered as not there.
extension RedisStore: SessionStore {
    package func insert(
        session digest: SecretDigest, _ record: SealedRecord, lifetime: Duration
    ) async throws(StoreError) {
        try await insert(record, keys.session(digest), lifetime: lifetime, grace: Self.sessionGrace)
    }

    /// How long a key outlives its session.
    static var sessionGrace: Duration { .seconds(300) }

    package func load(session digest: SecretDigest) async throws(StoreError) -> StoredRecord? {
        try await load(.session, "GET", keys.session(digest))
    }

    @discardableResult
    package func revoke(session digest: SecretDigest) async throws(StoreError) -> Bool {
        try await end(RecordScripts.revoke, keys.session(digest), note: keys.ending(digest.bytes))
    }
}
