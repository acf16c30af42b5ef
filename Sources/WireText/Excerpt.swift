extension WireText {
    /// The beginning of the text as it may stand in a log line or in an `error_description`: in the alphabet of RFC 6749 §5.2
    /// (printable ASCII without `"` and `\`), everything else and the percent sign percent-encoded, and secrets of this
    /// server blotted out.
    ///
    /// - Parameter limit: How many bytes of the text at the most; three points say that there was more.
    package func excerpt(_ limit: Int = 200) -> String {
        let isLonger = utf8.count > limit
        var excerpt: [UInt8] = []
        // A secret that is cut in the middle is one all the same, so it is looked for before.
        for byte in SecretPrefix.blotted(Array(utf8.prefix(limit + SecretPrefix.reach))).prefix(limit) {
            if (0x20...0x7e).contains(byte), !Self.isSpecial(byte) {
                excerpt.append(byte)
            } else {
                excerpt += [UInt8(ascii: "%"), Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
            }
        }
        return String(decoding: excerpt, as: UTF8.self) + (isLonger ? "..." : "")
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%")
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
