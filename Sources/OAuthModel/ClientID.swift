/// Identifies a client (RFC 6749 §2.2). Not a secret.
package struct ClientID: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// Identifies the resource owner: `sub`.
package struct Subject: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}
