package import WireText

/// Ties the requests of one login together, from the authorization request to the last refresh: 12 random bytes in base64url. No secret.
package struct FlowID: Hashable, Sendable {
    package let rawValue: String

    package init(bytes: [UInt8]) {
        rawValue = Base64URL.encode(bytes)
    }

    /// `nil` unless it has the shape of one that this server made.
    package init?(_ text: WireText) {
        guard text.utf8.count == 16, let text = text.ascii, Base64URL.decode(text)?.count == Self.length
        else { return nil }
        rawValue = text
    }

    package static let length = 12
}
