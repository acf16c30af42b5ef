package import OAuthModel

/// Clients that registered themselves (RFC 7591).
package protocol ClientStore: Sendable {
    /// Keeps a new client for `lifetime`, durably before it returns.
    ///
    /// When `limit` clients are kept already, the one that was used least recently makes room, but never one that
    /// is protected (see ``renew(_:lifetime:protectedFor:)``); if all are, the answer is `.full` and nothing changes.
    /// An identifier that is already taken is answered `.full` too: it is 128 random bits, so this does not happen.
    func insert(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, limit: Int
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
