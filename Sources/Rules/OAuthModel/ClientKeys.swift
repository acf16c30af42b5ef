package import JSON
package import WireText

/// Where the public keys of a client are (RFC 7591 §2).
package enum ClientKeys: Sendable, Equatable {
    /// `jwks`: a set of keys (RFC 7517 §5), checked where the client became known.
    case inline(JSONObject)
    /// `jwks_uri`: where the client serves it. It rotates its keys without telling anybody.
    case at(WireText)
}
