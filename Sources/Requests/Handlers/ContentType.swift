import Endpoint
import Glibc
import WireText

/// The media type of a body (RFC 9110 §8.3).
extension HeaderFields {
    /// Whether the body is of this type and no other, which is in lower case; parameters don't matter. Two types, on two lines
    /// or on one, are none: who sends them doesn't know what it sends.
    func haveContentType(_ type: StaticString) -> Bool {
        withOnly("content-type") { value in
            // Nearly all say it so, letter for letter.
            if isSame(value, type) { return true }
            guard !value.contains(UInt8(ascii: ",")) else { return false }
            let isParameter = { (byte: UInt8) in byte == UInt8(ascii: ";") || byte == 0x20 || byte == 0x09 }
            return value.prefix { !isParameter($0) }.equalsIgnoringCase(type)
        } ?? false
    }

    /// What came instead, to be told.
    var sentContentType: WireText {
        let sent = all("content-type")
        guard let first = sent.first else { return "not said" }
        return sent.count == 1 ? first : WireText(sent.map(\.shown).joined(separator: ", "))
    }
}

private func isSame(_ value: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    guard value.count == text.utf8CodeUnitCount, let start = value.baseAddress else { return false }
    return memcmp(start, text.utf8Start, value.count) == 0
}
