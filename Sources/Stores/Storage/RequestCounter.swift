package import OAuthModel

/// Counts the requests of peers for all processes on one store, so that a limit means the same however many they are.
///
/// Time is the store's own. What is counted need not be durable: losing it costs some requests too many.
package protocol RequestCounter: Sendable {
    /// Counts a request, unless as many as the limit have been counted in this window already: one atomic step.
    ///
    /// A window opens with the first request of a peer to a route and closes one period later. Those who are refused are not
    /// counted, so asking does not lengthen the wait. A window that opened in the future (the clock has been put back) is over.
    func admit(
        _ peer: PeerDigest, to route: String, limit: Int, period: Duration
    ) async throws(StoreError) -> Admission
}

/// The keyed digest of a peer's address and of what it is counted at (a route, or the records that it causes): 32 bytes. Whom it
/// stands for only the server can tell, and not whether two routes have the same visitor.
package struct PeerDigest: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}
