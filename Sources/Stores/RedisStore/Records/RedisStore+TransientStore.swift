package import OAuthCore
import OAuthModel
import RedisClient

/// Asking again after a call was answered as unavailable: an insertion replaces what the first may have left (and counts twice), and
/// a record that was taken is gone, so that the person starts anew.
extension RedisStore: TransientStore {
    package func insert(
        _ record: SealedRecord, as kind: TransientKind, under digest: SecretDigest, lifetime: Duration,
        owner: PeerDigest
    ) async throws(StoreError) {
        try await reserve(record, lifetime: lifetime, owner: owner)
        try await insert(
            record, keys.transient(kind, digest), lifetime: lifetime, grace: TransientBudget.grace)
    }

    package func load(
        _ kind: TransientKind, _ digest: SecretDigest
    ) async throws(StoreError) -> StoredRecord? {
        try await load(.transient, "GET", keys.transient(kind, digest))
    }

    package func take(
        _ kind: TransientKind, _ digest: SecretDigest
    ) async throws(StoreError) -> StoredRecord? {
        try await load(.transient, "GETDEL", keys.transient(kind, digest))
    }
}
