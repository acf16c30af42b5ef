package import WireText

/// Identifies a client (RFC 6749 §2.2). Not a secret.
package struct ClientID: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// What a request sent as an id; `nil` when it can't be one (RFC 6749, appendix A.1).
    package init?(_ text: WireText) {
        guard (1...Self.lengthLimit).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x20...0x7e).contains($0) })
        else { return nil }
        rawValue = text.shown
    }

    /// In bytes: as long as a URL may be.
    private static let lengthLimit = 2048
}

/// Identifies the resource owner: `sub`.
package struct Subject: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}
