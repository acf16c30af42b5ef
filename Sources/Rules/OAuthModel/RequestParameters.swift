package import WireText

/// The parameters of a request, from a query or a form (RFC 6749, appendix B).
///
/// One that was sent without a value counts as omitted (§3.1), but not when it is asked whether it was repeated. One whose name is
/// longer than any name of the RFCs is unknown, and ignored (§3.1): nothing is ever compared with it.
package struct RequestParameters: Sendable {
    private let pairs: [(name: WireText, value: WireText)]
    /// Names that had occurred before, as often as they did.
    package let repeated: [WireText]

    /// So many at the most: no request here needs more, and each is compared with those before it.
    package static let limit = 256
    /// Of a name, in bytes. The longest that OAuth knows has half of it.
    private static let nameLimit = 64

    /// `nil` when the text is not `application/x-www-form-urlencoded`: broken percent-encoding or no UTF-8; or when it has more
    /// parameters than ``limit``.
    package init?(formEncoded text: [UInt8]) {
        var pairs: [(name: WireText, value: WireText)] = []
        var names = NamesSoFar()
        var repeated: [WireText] = []
        var count = 0
        let isWellFormed = text.withUnsafeBytes { text in
            var rest = text[...]
            while !rest.isEmpty {
                let end = rest.firstIndex(of: UInt8(ascii: "&")) ?? rest.endIndex
                let field = UnsafeRawBufferPointer(rebasing: rest[..<end])
                rest = rest[end...].dropFirst()
                guard !field.isEmpty else { continue }
                count += 1
                guard count <= Self.limit else { return false }
                let equals = field.firstIndex(of: UInt8(ascii: "=")) ?? field.endIndex
                guard let name = Self.decode(UnsafeRawBufferPointer(rebasing: field[..<equals])),
                    let value = Self.decode(UnsafeRawBufferPointer(rebasing: field[equals...].dropFirst()))
                else { return false }
                guard name.utf8.count <= Self.nameLimit else { continue }
                if !names.insert(name, pairs) { repeated.append(name) }
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
    package subscript(_ name: StaticString) -> WireText? {
        guard let value = pairs.first(where: { $0.name.equals(name) })?.value, !value.isEmpty else {
            return nil
        }
        return value
    }

    /// Every value under this name that is not empty.
    package func all(_ name: StaticString) -> [WireText] {
        pairs.compactMap { $0.name.equals(name) && !$0.value.isEmpty ? $0.value : nil }
    }

    package func contains(_ name: StaticString) -> Bool {
        pairs.contains { $0.name.equals(name) }
    }

    package func isRepeated(_ name: StaticString) -> Bool {
        repeated.contains { $0.equals(name) }
    }

    /// The first parameter that occurs more than once and must not: all but `resource` (RFC 8707 §2).
    package var firstRepeated: WireText? {
        repeated.first { !$0.equals("resource") }
    }

    /// Decodes one name or value: `+` is a space, `%XX` a byte. `nil` when it is broken or no UTF-8.
    package static func decode(_ text: ArraySlice<UInt8>) -> WireText? {
        text.withUnsafeBytes { decode($0) }
    }

    private static func decode(_ text: UnsafeRawBufferPointer) -> WireText? {
        var isPlain = true
        var bits: UInt8 = 0
        for byte in text {
            if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+") { isPlain = false }
            bits |= byte
        }
        // Nearly all text is this, and needs no validation, which costs more than the rest of the parsing.
        if isPlain && bits < 0x80 { return WireText(repairing: text) }
        if isPlain { return WireText(validating: text) }
        return PercentCoding.decode(text, plusIsSpace: true).flatMap { WireText(validating: $0) }
    }
}

/// Tells a name that came before from a new one. A few are compared one by one; many are found by their hashes, so that they cost
/// no more than their bytes.
private struct NamesSoFar {
    private static let few = 16

    private var many: Set<WireText> = []

    /// `false` when the name is among the pairs.
    mutating func insert(_ name: WireText, _ pairs: [(name: WireText, value: WireText)]) -> Bool {
        guard pairs.count >= Self.few else { return !pairs.contains { $0.name == name } }
        if many.isEmpty { many = Set(pairs.map(\.name)) }
        return many.insert(name).inserted
    }
}
