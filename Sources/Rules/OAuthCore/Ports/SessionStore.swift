/// Sessions: who a browser is logged in as. Each is one record, found by the digest of the secret in the browser's cookie.
///
/// A session stands alone: an adapter needs one key for it and no index. Time is the store's own, and a session whose
/// lifetime has passed is as if it had never been. Insertion and revocation are durable before they return, and so is what
/// an answer of ``revoke(session:)`` rests on: a session that was ended by a logout does not come back. A store that has to bound their room forgets the oldest: that person logs in again.
package protocol SessionStore: Sendable {
    /// Keeps a session for `lifetime`. One that is there under the digest already is replaced: secrets are 256 random bits,
    /// so this does not happen.
    func insert(
        session digest: SecretDigest, _ record: SealedRecord, lifetime: Duration
    ) async throws(StoreError)

    func load(session digest: SecretDigest) async throws(StoreError) -> StoredRecord?

    /// Ends the session. `false` when it was not there; of any number of concurrent calls exactly one is told `true`.
    @discardableResult
    func revoke(session digest: SecretDigest) async throws(StoreError) -> Bool
}
