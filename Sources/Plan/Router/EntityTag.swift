internal import Cryptography
internal import WireText

/// A strong validator (RFC 9110 §8.8.3): the same text means the same bytes.
struct EntityTag: Sendable {
    /// With its quotation marks.
    let text: String

    /// 128 bits of the content's SHA-256.
    init(of content: [UInt8]) {
        text = "\"\(Base64URL.encode(Array(SHA256.hash(content).prefix(16))))\""
    }

    /// Whether `If-None-Match` (RFC 9110 §13.1.2) with these values, one for each line, names this tag: `*`, or a list in
    /// which a weak tag is as good as a strong one. What is not well-formed matches nothing from there on.
    func isNamed(in values: [WireText]) -> Bool {
        values.contains { value in
            value.equals("*") || value.withBytes(isAmongTags)
        }
    }

    private func isAmongTags(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ","):
                index += 1
            case UInt8(ascii: "W") where bytes[(index + 1)...].starts(with: "/\"".utf8):
                index += 2
            case UInt8(ascii: "\""):
                guard let end = bytes[(index + 1)...].firstIndex(of: UInt8(ascii: "\"")) else { return false }
                if end + 1 - index == text.utf8.count, bytes[index...end].elementsEqual(text.utf8) {
                    return true
                }
                index = end + 1
            default: return false
            }
        }
        return false
    }
}
