/// Short-lived records that are used once: pending authorizations, upstream states, upstream codes.
///
/// Time is the store's own: a lifetime goes in, and a record whose lifetime has passed is as if it had never been.
/// Losing these records to a crash costs a person a new start and nothing else, so a store may answer an insertion
/// before it is durable; and since anyone may cause them, a store that has to bound their room forgets the oldest for a new one
/// (one that expires keys by itself needs no bound of its own). A `take` need not be durable either, but no two calls may ever be given the same record.
package protocol TransientStore: Sendable {
    func insert(
        _ record: SealedRecord, as kind: TransientKind, under digest: SecretDigest, lifetime: Duration
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
