/// A key of a mapping: how it is told of, and what becomes of its value.
///
/// One line in the list of its mapping is all that it takes: the decoder, the names that a misspelt one is compared with, the schema, the
/// documentation and the list of what holds follow from it.
package struct Key<Draft>: Sendable {
    package let name: String
    package let shape: ValueShape
    package let words: String
    package let example: String
    /// What holds without it, where that is not to be seen in the draft that nobody has touched.
    package let standing: String?
    package let since: String
    /// Takes the value, or the news that there is none.
    package var accept: @Sendable (Field?, inout Draft, MappingReader) -> Void
    /// What holds, as the file would write it. Nil: nothing, or what is under it tells by itself.
    package let text: @Sendable (Draft) -> String?
    var need: Need?
    /// Before those that stand above it: their values depend on this one.
    package var isFirst = false
    /// Not to be used any more: nobody is told of it.
    var isRetired = false

    /// Why it must be there.
    struct Need: Sendable {
        /// What it is.
        package let hint: @Sendable (Draft) -> String?
        /// What is to be written, where that is clear; as YAML.
        package let value: @Sendable (Draft) -> String?
        /// It need not be there after all; nil: it must.
        let isExcused: (@Sendable (Draft) -> Bool)?
        /// It is missed where it would stand, and not where the mapping begins.
        package let isPlaced: Bool
    }

    package init(
        _ name: String, _ shape: ValueShape, example: String, standing: String? = nil,
        since: String = Self.firstVersion, _ words: String,
        text: @escaping @Sendable (Draft) -> String? = { _ in nil },
        accept: @escaping @Sendable (Field?, inout Draft, MappingReader) -> Void = { _, _, _ in }
    ) {
        self.name = name
        self.shape = shape
        self.words = words
        self.example = example
        self.standing = standing
        self.since = since
        self.accept = accept
        self.text = text
    }

    @inlinable
    package init<Value>(
        _ name: String, _ type: ValueType<Value>, _ path: any WritableKeyPath<Draft, Value> & Sendable,
        example: String, standing: String? = nil, since: String = Self.firstVersion, _ words: String
    ) {
        self.init(
            name, type.shape, example: example, standing: standing, since: since, words,
            text: { type.text($0[keyPath: path]) },
            accept: { field, draft, _ in
                if let value = field.flatMap(type.read) { draft[keyPath: path] = value }
            })
    }

    /// Of something that need not be there.
    @inlinable
    package init<Value>(
        _ name: String, _ type: ValueType<Value>, _ path: any WritableKeyPath<Draft, Value?> & Sendable,
        example: String, standing: String? = nil, since: String = Self.firstVersion, _ words: String
    ) {
        self.init(
            name, type.shape, example: example, standing: standing, since: since, words,
            text: { $0[keyPath: path].flatMap(type.text) },
            accept: { field, draft, _ in
                if let value = field.flatMap(type.read) { draft[keyPath: path] = value }
            })
    }

    /// A mapping under this key, with keys of its own.
    @inlinable
    package init<Inner>(
        _ name: String, _ keys: KeyList<Inner>, _ path: any WritableKeyPath<Draft, Inner> & Sendable,
        since: String = Self.firstVersion, _ words: String
    ) {
        self.init(
            name, .mapping(keys.entries), example: keys.example, since: since, words,
            accept: { field, draft, reader in
                keys.read(field, of: reader.path.key(name), reader.decoding, into: &draft[keyPath: path])
            })
    }

    package static var firstVersion: String { "0.1.0" }

    /// - Parameter complain: Says what has come in its place.
    package static func retired(
        _ name: String, complain: @escaping @Sendable (Field, inout Draft, MappingReader) -> Void
    ) -> Key {
        var key = Key(
            name, .anything, example: "", "",
            accept: { field, draft, reader in if let field { complain(field, &draft, reader) } })
        key.isRetired = true
        return key
    }

    package func required(
        _ hint: @escaping @Sendable (Draft) -> String? = { _ in nil },
        value: @escaping @Sendable (Draft) -> String? = { _ in nil },
        unless isExcused: (@Sendable (Draft) -> Bool)? = nil, isPlaced: Bool = false
    ) -> Key {
        var key = self
        key.need = Need(hint: hint, value: value, isExcused: isExcused, isPlaced: isPlaced)
        return key
    }

    package func required(
        _ hint: String, unless isExcused: (@Sendable (Draft) -> Bool)? = nil,
        isPlaced: Bool = false
    ) -> Key {
        required({ _ in hint }, unless: isExcused, isPlaced: isPlaced)
    }

    /// - Parameter follow: What follows from it, be it there or not, before the next key is read.
    package func then(_ follow: @escaping @Sendable (inout Draft, MappingReader) -> Void) -> Key {
        var key = self
        key.accept = { [accept] field, draft, reader in
            accept(field, &draft, reader)
            follow(&draft, reader)
        }
        return key
    }

    package func first() -> Key {
        var key = self
        key.isFirst = true
        return key
    }

    package func read(_ reader: inout MappingReader, _ draft: inout Draft) {
        let field =
            if isRetired {
                reader.takeRetired(name)
            } else if let need {
                reader.require(
                    name, hint: need.hint(draft), value: need.value(draft), isPlaced: need.isPlaced)
            } else {
                reader.take(name)
            }
        accept(field, &draft, reader)
    }

    /// - Parameter untouched: What holds when the mapping says nothing.
    package func entry(_ untouched: Draft, reader: String) -> KeyEntry {
        let holds: KeyEntry.Standing =
            if let standing {
                .words(standing)
            } else if let need {
                .required(always: need.isExcused == nil)
            } else if let text = text(untouched) {
                .value(text)
            } else {
                .nothing
            }
        return KeyEntry(
            name: name, shape: shape, standing: holds, example: example, words: words, reader: reader,
            since: since)
    }
}
