import WireText

/// What an upstream provider is called in the manifest, in its redirect URI, and before each `sub` that it vouches for: lower-case
/// letters, digits and `-`, 1 to 32 of them, a letter first.
package struct UpstreamName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package static let alphabet = "1 to 32 of the characters a-z 0-9 -, a letter first"
    package static let pattern = "[a-z][a-z0-9-]{0,31}"

    /// The fake login's. No provider of a manifest is called so.
    package static let fake = UpstreamName(unchecked: "fake")

    package let rawValue: String
    package var description: String { rawValue }

    package init?(rawValue: String) {
        let bytes = rawValue.utf8
        guard (1...32).contains(bytes.count), let first = bytes.first, Self.isLetter(first),
            bytes.allSatisfy({ Self.isLetter($0) || $0.isDigit || $0 == UInt8(ascii: "-") })
        else { return nil }
        self.rawValue = rawValue
    }

    private init(unchecked: String) {
        rawValue = unchecked
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
