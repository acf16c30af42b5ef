/// base64 (RFC 4648 §4), as HTTP Basic sends credentials (RFC 7617 §2).
package enum Base64 {
    /// With padding.
    package static func encode(_ bytes: [UInt8]) -> String {
        let digits = Base64Alphabet.standard.encode(bytes)
        let padding = repeatElement(UInt8(ascii: "="), count: (4 - digits.count % 4) % 4)
        return String(decoding: digits + padding, as: UTF8.self)
    }

    /// Padding is optional, since some senders leave it away; where it stands it must be right. `nil` for everything
    /// else that is not an encoding: white space, the other alphabet, unused bits that are not zero.
    package static func decode(_ ascii: some Collection<UInt8>) -> [UInt8]? {
        var digits = Array(ascii)
        let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        if padding > 0 {
            guard padding <= 2, digits.count % 4 == 0 else { return nil }
            digits.removeLast(padding)
        }
        return digits.withUnsafeBufferPointer(Base64Alphabet.standard.decode)
    }
}
