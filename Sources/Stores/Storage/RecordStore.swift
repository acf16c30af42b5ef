/// Records that stand alone: an adapter needs one key for each and no index.
///
/// Time is the store's own: a lifetime goes in, and a record whose lifetime has passed is as if it had never been. The kinds share
/// nothing: one digest may name a record of each. What must last and what may be lost, and how much room there is, is said with
/// ``RecordDurability``.
package protocol RecordStore: Sendable {
    /// Keeps a record. One that is there under the digest already is replaced in the same step, with its lifetime: of whatever is a secret of
    /// 256 random bits this does not happen.
    ///
    /// - Parameter owner: Whom the record counts for; `nil` for kinds that are ``RecordDurability/lasting``, which nobody is
    ///   charged with.
    func insert(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration,
        owner: PeerDigest?
    ) async throws(StoreError)

    /// Keeps a record where there is none that lives. Of any number of concurrent calls with one digest exactly one is told `true`,
    /// for as long as its record lives. A call that throws may have inserted it.
    ///
    /// Nothing is pushed out for it: where there is no room, ``StoreError/full(reason:retryAfter:)`` is thrown. Durable before it
    /// returns, whatever the kind.
    func insertIfAbsent(
        _ record: SealedRecord, as kind: RecordKind, under digest: SecretDigest, lifetime: Duration
    ) async throws(StoreError) -> Bool

    /// The record, which stays where it is.
    func load(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord?

    /// Removes the record and returns it. Of any number of concurrent calls exactly one is given it.
    func take(_ kind: RecordKind, _ digest: SecretDigest) async throws(StoreError) -> StoredRecord?
}
