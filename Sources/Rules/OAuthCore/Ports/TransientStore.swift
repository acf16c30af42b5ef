/// Short-lived records that are used once: pending authorizations, upstream states, upstream codes.
///
/// Time is the store's own: a lifetime goes in, and a record whose lifetime has passed is as if it had never been.
/// Losing these records to a crash costs a person a new start and nothing else, so a store may answer an insertion
/// before it is durable. A `take` need not be durable either, but no two calls may ever be given the same record.
///
/// Anyone may cause them, so their room is bounded, in bytes, and shared out among those who cause them: whatever one owner does,
/// the records of another stay and one more of those is taken. For the rest a store either forgets records of who holds most, the
/// oldest first, or throws ``StoreError/full(reason:retryAfter:)``.
package protocol TransientStore: Sendable {
    /// - Parameter owner: Whom the record counts for.
    func insert(
        _ record: SealedRecord, as kind: TransientKind, under digest: SecretDigest, lifetime: Duration,
        owner: PeerDigest
    ) async throws(StoreError)

    /// The record, which stays where it is.
    func load(_ kind: TransientKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord?

    /// Removes the record and returns it. Of any number of concurrent calls exactly one is given it.
    func take(_ kind: TransientKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord?
}

/// The kinds share nothing: one digest may name a record of each.
package enum TransientKind: String, CaseIterable, Sendable {
    /// An authorization request that waits for consent and login.
    case pendingAuthorization = "pending"
    /// The `state` that an upstream login must bring back.
    case upstreamState = "state"
    /// The code that the fake upstream gives for a login.
    case upstreamCode = "upstream-code"
}
