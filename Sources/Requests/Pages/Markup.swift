/// Text made fit for every place where a template may put a value: between tags, in a comment, in a quoted attribute.
///
/// Escaping is the only way to make one, and nothing else reaches a page from its model. It goes byte by byte, as HTML reads
/// them: what people take for one character may begin or end with a bracket or a quote, and would carry it through.
struct Markup: Sendable, Equatable {
    let bytes: [UInt8]

    init(escaping text: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if let reference = Self.reference(for: byte) {
                bytes.append(contentsOf: reference.utf8)
            } else {
                bytes.append(byte)
            }
        }
        self.bytes = bytes
    }

    /// A character reference for what could end the place that a value stands in, and for what HTML would make another
    /// character of (a carriage return becomes a line feed). Values in attributes stand between quotes (``MarkupContext``), so
    /// an equals sign ends nothing.
    private static func reference(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case UInt8(ascii: "`"): "&#96;"
        case UInt8(ascii: "\r"): "&#13;"
        default: nil
        }
    }
}
