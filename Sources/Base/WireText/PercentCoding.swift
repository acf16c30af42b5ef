/// `%` and two hexadecimal digits for a byte (RFC 3986 §2.1).
package enum PercentCoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// ASCII may pass, and no other byte.
    package static func encode(_ bytes: some Sequence<UInt8>, passing: (UInt8) -> Bool) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.underestimatedCount)
        for byte in bytes {
            if passing(byte) {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "%"))
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `nil` when an escape is broken.
    ///
    /// - Parameter plusIsSpace: As in a form (`application/x-www-form-urlencoded`).
    package static func decode(_ text: some Sequence<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.underestimatedCount)
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next()?.hexValue, let low = rest.next()?.hexValue else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return bytes
    }
}

/// For values that are put into a query: everything but the unreserved characters (RFC 3986 §2.3).
package func percentEncoded(_ value: String) -> String {
    PercentCoding.encode(value.utf8) { $0.isLetter || $0.isDigit || "-._~".utf8.contains($0) }
}

package func percentEncoded(_ value: WireText) -> String {
    percentEncoded(value.shown)
}
