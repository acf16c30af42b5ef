package import OAuthModel

/// Clients that registered themselves (RFC 7591), and what documents said of those that were granted something.
package protocol ClientStore: Sendable {
    /// Keeps a new client for `lifetime`, durably before it returns.
    ///
    /// When `limit` clients are kept already, the one that was used least recently makes room, but never one that
    /// is protected (see ``renew(_:lifetime:protectedFor:)``); if all are, the answer is `.full` and nothing changes.
    /// An identifier that is already taken is answered `.full` too: it is 128 random bits, so this does not happen.
    func insert(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion

    /// Keeps what is known of a client under an id that is the client's own, in the place of what was kept under it before, durably before
    /// it returns: for `lifetime` and protected for `protectedFor`, both from now and never less than before. Room is made as for
    /// ``insert(_:as:lifetime:limit:)``; who has a place already needs no other.
    func keep(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, protectedFor: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion

    func load(_ id: ClientID) async throws(StoreError) -> StoredRecord?

    /// Notes a use: the client is kept for `lifetime` from now (never less than before), and may not be evicted for
    /// `protectedFor` from now (never less than before), which is as long as it may have a live grant. Unknown clients are ignored.
    /// Need not be durable before it returns.
    func renew(_ id: ClientID, lifetime: Duration, protectedFor: Duration) async throws(StoreError)
}

package enum ClientInsertion: Equatable, Sendable {
    /// Kept; `evicted` is the client that made room.
    case inserted(Validity, evicted: ClientID?)
    case full
}
