/// Makes text that a server sent fit to stand in a log line.
enum LogText {
    private static let limit = 200

    /// Visible ASCII and spaces, cut at 200 bytes; anything else becomes a question mark.
    static func sentence(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8.prefix(limit) {
            bytes.append(byte >= 0x20 && byte < 0x7f ? byte : UInt8(ascii: "?"))
        }
        if text.utf8.count > limit { bytes.append(contentsOf: "...".utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
