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
        for byte in Blot.applied(to: Array(utf8.prefix(limit + Blot.reach))).prefix(limit) {
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

/// Codes, tokens and client secrets of this server, wherever they turn up: `mac_`, `mat_`, `mrt_` or `mcs_` and at least
/// eight characters of base64url.
package enum Blot {
    /// So many bytes make a secret known for one: its prefix and eight more.
    package static let reach = 12

    /// The bytes, with `***` for what stands behind such a prefix.
    package static func applied(to bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= reach, bytes.contains(UInt8(ascii: "_")) else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard let end = end(ofSecretAt: index, bytes) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            result += bytes[index..<(index + 4)] + Array("***".utf8)
            index = end
        }
        return result
    }

    private static func end(ofSecretAt start: Int, _ bytes: [UInt8]) -> Int? {
        guard start + reach <= bytes.count, bytes[start] == UInt8(ascii: "m"),
            bytes[start + 3] == UInt8(ascii: "_"),
            kinds.contains(where: { $0.0 == bytes[start + 1] && $0.1 == bytes[start + 2] })
        else { return nil }
        let end = bytes[(start + 4)...].firstIndex { !isBase64URL($0) } ?? bytes.count
        return end - start >= reach ? end : nil
    }

    private static let kinds: [(UInt8, UInt8)] = ["ac", "at", "rt", "cs"].map { (name: StaticString) in
        (name.utf8Start[0], name.utf8Start[1])
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte & 0xdf) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "_")
    }
}
