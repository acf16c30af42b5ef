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
            value.equals("*") || isAmongTags(of: value)
        }
    }

    private func isAmongTags(of value: WireText) -> Bool {
        var rest = value.utf8[...]
        while true {
            rest = rest.drop {
                $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ",")
            }
            if rest.starts(with: "W/".utf8) { rest = rest.dropFirst(2) }
            guard rest.first == UInt8(ascii: "\""),
                let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\""))
            else { return false }
            if rest[...end].elementsEqual(text.utf8) { return true }
            rest = rest[rest.index(after: end)...]
        }
    }
}
