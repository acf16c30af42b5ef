/// What can stand under a key, how it is read, and how it is written.
package struct ValueType<Value: SendableMetatype>: Sendable {
    package let shape: ValueShape
    /// Reports what is wrong and answers nil then.
    package let read: @Sendable (Field) -> Value?
    /// As the file would write it.
    package let text: @Sendable (Value) -> String?

    package init(
        _ shape: ValueShape, text: @escaping @Sendable (Value) -> String?,
        read: @escaping @Sendable (Field) -> Value?
    ) {
        self.shape = shape
        self.read = read
        self.text = text
    }
}

extension ValueType where Value: CustomStringConvertible {
    /// A text, which is written as the value describes itself.
    package init(_ words: String, pattern: String? = nil, read: @escaping @Sendable (Field) -> Value?) {
        self.init(TextShape(words, pattern: pattern), read: read)
    }

    package init(_ shape: TextShape, read: @escaping @Sendable (Field) -> Value?) {
        self.init(.text(shape), text: { YAMLText.scalar($0.description) }, read: read)
    }
}

extension ValueType<Int> {
    package static func integer(_ range: ClosedRange<Int>) -> ValueType {
        ValueType(.integer(range), text: { String($0) }, read: { $0.integer(in: range) })
    }

    package static func byteCount(_ range: ClosedRange<Int>) -> ValueType {
        quantity(ByteCountText.self, range)
    }
}

extension ValueType<Bool> {
    package static var boolean: ValueType {
        ValueType(.boolean, text: { String($0) }, read: { $0.boolean() })
    }
}

extension ValueType<Duration> {
    package static func duration(_ range: ClosedRange<Duration>) -> ValueType {
        quantity(DurationText.self, range)
    }
}

extension ValueType {
    private static func quantity<Text: QuantityText>(
        _ type: Text.Type, _ range: ClosedRange<Value>
    ) -> ValueType where Text.Value == Value {
        ValueType(
            .text(Text.shape(range)), text: { Text.render($0) }, read: { $0.quantity(Text.self, range) })
    }
}

extension ValueType<String> {
    /// One line of text.
    package static func line(atMost limit: Int = 200) -> ValueType {
        ValueType(.line(atMost: limit)) { $0.line(atMost: limit)?.value }
    }
}

extension ValueType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the words of a closed set.
    package static func choice(code: DiagnosticCode = .invalidValue, called noun: String? = nil) -> ValueType
    {
        ValueType(.word(Array(Value.allCases).map(\.rawValue))) {
            YAMLText.scalar($0.rawValue)
        } read: {
            $0.choice(of: Value.self, code: code, called: noun)
        }
    }
}

extension ValueType {
    /// A list of them, in which none comes twice.
    ///
    /// - Parameters:
    ///   - isToldEmpty: That there is none is worth a word.
    ///   - complain: Of a list that is empty.
    package static func list<Element: Hashable & SendableMetatype>(
        _ type: ValueType<Element>, isToldEmpty: Bool = true,
        ifEmpty complain: @escaping @Sendable (Field) -> Void = { _ in }
    ) -> ValueType where Value == [Element] {
        ValueType(.list(of: type.shape)) { values in
            values.isEmpty && !isToldEmpty
                ? nil : "[\(values.compactMap(type.text).joined(separator: ", "))]"
        } read: { field in
            guard let entries = field.list() else { return nil }
            if entries.isEmpty { complain(field) }
            return field.decoding.distinct(entries, type.read)
        }
    }

    /// A list of mappings with the same keys.
    ///
    /// - Parameters:
    ///   - identity: The key by which an entry is known.
    ///   - become: What is made of one when all of it has been read; nil: nothing, and why has been reported.
    package static func list<Draft, Element>(
        of keys: KeyList<Draft>, by identity: String,
        become: @escaping @Sendable (Draft, MappingReader) -> Element?
    ) -> ValueType where Value == [Element] {
        ValueType(.list(of: .mapping(keys.entries), identity: identity)) { _ in
            nil
        } read: { field in
            field.list(ofMappings: true, wrapping: keys.wrapping)?
                .compactMap { keys.read($0, become: become) }
        }
    }
}
