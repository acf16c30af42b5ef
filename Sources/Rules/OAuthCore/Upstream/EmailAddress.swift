import WireText

/// A person's address, read so that no two readers can take it for addresses of different domains (RFC 5321 §4.1.2).
///
/// The domain is what stands behind the last `@`, in lower case and byte for byte: a subdomain, a dot at the end, another spelling of an
/// international name or a letter that only looks the same is another domain.
struct EmailAddress: Sendable, Equatable {
    /// In lower case as far as it is ASCII, on both sides of the `@`: who could have two mailboxes that differ in nothing else has them at no
    /// provider of these days.
    let folded: WireText
    let domain: WireText

    /// In bytes (RFC 5321 §4.5.3.1.3, without the angle brackets).
    private static let limit = 254

    /// Nil of what is no address, or more than one: an `@` before the last one has to stand in a quoted local part.
    init?(_ text: WireText) {
        let bytes = text.bytes
        guard bytes.count <= Self.limit, let at = bytes.lastIndex(of: UInt8(ascii: "@")),
            Self.isLocal(bytes[..<at]), Self.isAtom(bytes[(at + 1)...]),
            let folded = WireText(validating: bytes.map(\.lowercased)),
            let domain = WireText(validating: bytes[(at + 1)...].map(\.lowercased))
        else { return nil }
        self.folded = folded
        self.domain = domain
    }

    private static func isLocal(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.first == UInt8(ascii: "\"") ? isQuoted(bytes) : isAtom(bytes)
    }

    /// Visible characters without those that mean something in a list of addresses (RFC 5322 §3.2.3), beside dots and what is no ASCII.
    private static func isAtom(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { $0 > 0x20 && $0 != 0x7f && !specials.contains($0) }
    }

    private static let specials = Array(#"()<>[]:;@\,""#.utf8)

    /// One quoted string and nothing behind it (RFC 5321 §4.1.2).
    private static func isQuoted(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count > 2, bytes.last == UInt8(ascii: "\"") else { return false }
        var isEscaped = false
        for byte in bytes.dropFirst().dropLast() {
            guard byte >= 0x20, byte != 0x7f, isEscaped || byte != UInt8(ascii: "\"") else { return false }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        return !isEscaped
    }
}
