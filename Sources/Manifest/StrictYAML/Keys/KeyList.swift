import YAML

/// The keys that a mapping can have, in the order in which they are written; any other is unknown.
package struct KeyList<Draft>: Sendable {
    /// How messages call it: `'server'`, `a client`.
    package let title: String
    /// What one looks like, as YAML.
    package let example: String
    /// Under which a single value in its place would be right, where that is clear.
    package let wrapping: String?
    package let keys: [Key<Draft>]
    /// As they are told of.
    package let entries: [KeyEntry]
    /// What holds when none of them is there.
    package let untouched: @Sendable () -> Draft
    /// What the keys mean together.
    package let together: @Sendable (inout Draft, MappingReader) -> Void

    /// - Parameters:
    ///   - reader: Which part of the server these keys are for.
    ///   - untouched: What holds when none of them is there.
    package init(
        _ title: String, example: String, wrapping: String? = nil, for reader: String,
        untouched: @escaping @Sendable @autoclosure () -> Draft,
        @KeyListBuilder<Draft> _ keys: () -> [Key<Draft>],
        together: @escaping @Sendable (inout Draft, MappingReader) -> Void = { _, _ in }
    ) {
        self.title = title
        self.example = example
        self.wrapping = wrapping
        let keys = keys()
        self.keys = keys
        self.together = together
        self.untouched = untouched
        let draft = untouched()
        entries = keys.compactMap { $0.isRetired ? nil : $0.entry(draft, reader: reader) }
    }

    /// A mapping that may not be there.
    package func read(_ field: Field?, of path: ValuePath, _ decoding: Decoding, into draft: inout Draft) {
        var reader =
            field?.mapping(title, such: example, wrapping: wrapping)
            ?? .absent(title, path, decoding)
        fill(&draft, &reader)
    }

    /// An entry of a list or of a mapping.
    ///
    /// - Parameters:
    ///   - title: How messages call it, where it has a name.
    ///   - draft: What holds when it says nothing, where that is not as everywhere.
    ///   - become: What is made of it when all of it has been read.
    /// - Returns: Nil where there is no mapping; that has been reported.
    package func read<Entry>(
        _ field: Field, called title: String? = nil, _ draft: Draft? = nil,
        become: (Draft, MappingReader) -> Entry?
    ) -> Entry? {
        guard var reader = field.mapping(title ?? self.title, such: example, wrapping: wrapping) else {
            return nil
        }
        var draft = draft ?? untouched()
        fill(&draft, &reader)
        return become(draft, reader)
    }

    private func fill(_ draft: inout Draft, _ reader: inout MappingReader) {
        reader.expect(entries.map(\.name))
        for key in keys where key.isFirst { key.read(&reader, &draft) }
        for key in keys where !key.isFirst { key.read(&reader, &draft) }
        for key in keys where key.need?.isExcused?(draft) == true { reader.excuse(key.name) }
        reader.finish()
        together(&draft, reader)
        guard reader.decoding.isTelling else { return }
        for key in keys {
            guard let text = key.text(draft) else { continue }
            reader.decoding.tell(reader.path.key(key.name), text, reader.field(key.name))
        }
    }
}

/// Inlined, so that no type is made at run time for the lists of each draft.
@resultBuilder
package enum KeyListBuilder<Draft> {
    @inlinable
    package static func buildExpression(_ key: Key<Draft>) -> [Key<Draft>] { [key] }
    @inlinable
    package static func buildExpression(_ keys: [Key<Draft>]) -> [Key<Draft>] { keys }
    @inlinable
    package static func buildBlock(_ keys: [Key<Draft>]...) -> [Key<Draft>] { keys.flatMap { $0 } }
}
