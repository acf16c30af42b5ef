/// Makes text that others wrote fit to stand in a log line.
package enum LogText {
    private static let limit = 256

    /// The text with everything but visible ASCII percent-encoded, quotation marks and backslashes too, cut at 256
    /// bytes: it can neither end its line nor pass for another field. A percent sign stays, for the text may have been encoded before.
    /// Secrets of this server are blotted out: they get into paths, and into what should have been an id.
    package static func word(_ text: String) -> String {
        cut(text.utf8) { $0 != UInt8(ascii: " ") && isPlain($0) }
    }

    /// The same for text that may contain spaces.
    package static func sentence(_ text: String) -> String { sentence(text.utf8) }

    package static func sentence(_ bytes: some Collection<UInt8>) -> String { cut(bytes, passing: isPlain) }

    /// The same, and all of it.
    package static func whole(_ bytes: some Sequence<UInt8>) -> String {
        PercentCoding.encode(bytes, passing: isPlain)
    }

    private static func cut(_ bytes: some Collection<UInt8>, passing: (UInt8) -> Bool) -> String {
        // A secret that is cut in the middle is one all the same, so it is looked for before.
        let blotted = SecretPrefix.blotted(Array(bytes.prefix(limit + SecretPrefix.reach)))
        return PercentCoding.encode(blotted.prefix(limit), passing: passing)
            + (bytes.count > limit ? "..." : "")
    }

    /// One of the alphabet of RFC 6749 §5.2.
    static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
