import WireText

/// A template's text is bytes: HTML has no characters of several code points, and a mark behind a bracket must not hide it.
extension UInt8 {
    /// What HTML calls ASCII whitespace.
    var isBlank: Bool { self == 0x20 || (0x09...0x0d).contains(self) && self != 0x0b }
}

extension ArraySlice<UInt8> {
    var text: String { String(decoding: self, as: UTF8.self) }

    var trimmed: ArraySlice<UInt8> {
        guard let start = firstIndex(where: { !$0.isBlank }), let end = lastIndex(where: { !$0.isBlank })
        else { return [] }
        return self[start...end]
    }

    /// Where two of this byte stand side by side.
    func firstIndex(ofPair byte: UInt8) -> Int? {
        indices.dropLast().first { self[$0] == byte && self[$0 + 1] == byte }
    }

    /// Whether these bytes stand here, but for the case of letters.
    func begins(with text: StaticString) -> Bool {
        text.withUTF8Buffer { count >= $0.count && zip(self, $0).allSatisfy { $0.lowercased == $1 } }
    }

    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && begins(with: text)
    }
}

extension [UInt8] {
    func equals(_ text: StaticString) -> Bool { self[...].equals(text) }
}
