/// The parameters of a request, from a query or a form (RFC 6749, appendix B).
///
/// One that was sent without a value counts as omitted (§3.1), but not when it is asked whether it was repeated.
package struct RequestParameters: Sendable {
    private let pairs: [(name: String, value: String)]
    /// Names that occurred more than once.
    package let repeated: Set<String>

    /// So many at the most: no request here needs more, and each is compared with those before it.
    package static let limit = 256

    /// `nil` when the text is not `application/x-www-form-urlencoded`: broken percent-encoding or no UTF-8; or when it has more
    /// parameters than ``limit``.
    package init?(formEncoded text: [UInt8]) {
        var pairs: [(name: String, value: String)] = []
        var repeated: Set<String> = []
        let isWellFormed = text.withUnsafeBytes { text in
            var rest = text[...]
            while !rest.isEmpty {
                let end = rest.firstIndex(of: UInt8(ascii: "&")) ?? rest.endIndex
                let field = UnsafeRawBufferPointer(rebasing: rest[..<end])
                rest = rest[end...].dropFirst()
                guard !field.isEmpty else { continue }
                guard pairs.count < Self.limit else { return false }
                let equals = field.firstIndex(of: UInt8(ascii: "=")) ?? field.endIndex
                guard let name = Self.decode(UnsafeRawBufferPointer(rebasing: field[..<equals])),
                    let value = Self.decode(UnsafeRawBufferPointer(rebasing: field[equals...].dropFirst()))
                else { return false }
                if pairs.contains(where: { $0.name == name }) { repeated.insert(name) }
                pairs.append((name, value))
            }
            return true
        }
        guard isWellFormed else { return nil }
        self.pairs = pairs
        self.repeated = repeated
    }

    /// Reads a query, as it stands behind the question mark.
    package init?(query: String) {
        self.init(formEncoded: Array(query.utf8))
    }

    /// The first value under this name, unless it is empty.
    package subscript(_ name: String) -> String? {
        guard let value = pairs.first(where: { $0.name == name })?.value, !value.isEmpty else { return nil }
        return value
    }

    /// Every value under this name that is not empty.
    package func all(_ name: String) -> [String] {
        pairs.compactMap { $0.name == name && !$0.value.isEmpty ? $0.value : nil }
    }

    package func contains(_ name: String) -> Bool {
        pairs.contains { $0.name == name }
    }

    /// Decodes one name or value: `+` is a space, `%XX` a byte. `nil` when it is broken or no UTF-8.
    package static func decode(_ text: ArraySlice<UInt8>) -> String? {
        text.withUnsafeBytes { decode($0) }
    }

    private static func decode(_ text: UnsafeRawBufferPointer) -> String? {
        var isPlain = true
        var bits: UInt8 = 0
        for byte in text {
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+") { isPlain = false }
            bits |= byte
        }
        // Nearly all text is this, and needs no validation, which costs more than the rest of the parsing.
        if isPlain && bits < 0x80 { return String(decoding: text, as: UTF8.self) }
        if isPlain { return String(validating: text, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index += 1
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard index + 1 < text.endIndex, let high = hexDigit(text[index]),
                    let low = hexDigit(text[index + 1])
                else { return nil }
                bytes.append(high << 4 | low)
                index += 2
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

/// Percent-encoding for values that are put into a query: everything but the unreserved characters (RFC 3986 §2.3).
package func percentEncoded(_ value: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in value.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            bytes.append(byte)
        default:
            bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
