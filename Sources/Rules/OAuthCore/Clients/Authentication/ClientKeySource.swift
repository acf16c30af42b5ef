package import JOSE
package import WireText

/// Has the keys that a client serves (`jwks_uri`).
package protocol ClientKeySource: Sendable {
    /// - Parameter id: The `kid` that a signature names. Where what is at hand has no such key, the set is fetched anew, as often as is
    ///   right.
    func keys(at uri: WireText, naming id: WireText?) async -> Result<JSONWebKeySet, KeysUnavailable>
}

/// That keys can't be had says nothing against the client: it is never told that it failed to prove who it is.
package struct KeysUnavailable: Error, Sendable {
    /// For the log alone.
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
