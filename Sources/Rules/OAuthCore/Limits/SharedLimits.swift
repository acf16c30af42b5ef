package import OAuthModel
package import Storage

/// Limits that all processes on one store count together.
package struct SharedLimits: Sendable {
    private let counter: any RequestCounter
    private let vault: Vault

    package init(counter: any RequestCounter, vault: Vault) {
        self.counter = counter
        self.vault = vault
    }

    /// - Parameters:
    ///   - peer: Bytes that are the same for requests that count together, in every process. They don't reach the store.
    ///   - route: Without a NUL in it.
    package func admit(
        _ peer: [UInt8], to route: String, limit: Int, period: Duration
    ) async throws(StoreError) -> Admission {
        try await counter.admit(
            vault.peerDigest(peer, at: route), to: route, limit: limit, period: period)
    }
}
