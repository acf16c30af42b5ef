/// Makes text from a request fit to stand in a log line.
enum LogText {
    private static let limit = 256

    /// The text with everything but visible ASCII percent-encoded, quotation marks and backslashes too, cut at 256
    /// bytes: it can neither end its line nor pass for another field.
    static func word(_ text: String) -> String {
        escape(text) { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// The same for text that may contain spaces.
    static func sentence(_ text: String) -> String {
        escape(text) { $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    private static func escape(_ text: String, passing: (UInt8) -> Bool) -> String {
        guard text.utf8.count > limit || !text.utf8.allSatisfy(passing) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8.prefix(limit) {
            if passing(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 0xf)])
            }
        }
        if text.utf8.count > limit { bytes.append(contentsOf: "...".utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
