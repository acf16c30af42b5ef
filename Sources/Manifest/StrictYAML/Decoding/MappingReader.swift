import Diagnostics
import Suggestions
package import YAML

/// A mapping on its way into the model: what it has beside the keys that it can have is reported.
package struct MappingReader {
    /// How messages call it: `'server'`, `route 'token'`.
    package let title: String
    /// Where to point when a key is missing.
    package let titleSpan: SourceSpan
    /// Nil for a section that the file does not have.
    private let node: YAMLNode?
    private let entries: [YAMLEntry]
    package let decoding: Decoding
    package let path: ValuePath
    private var known: [String] = []
    /// Keys that were reported where they were asked for.
    private var retired: [String] = []
    /// Keys that must be there and are not, with what to do.
    private var missing: [(key: String, place: SourceSpan, remedy: Remedy?)] = []

    package init(
        title: String, titleSpan: SourceSpan, path: ValuePath, node: YAMLNode?, entries: [YAMLEntry],
        decoding: Decoding
    ) {
        self.title = title
        self.path = path
        self.node = node
        self.entries = entries
        self.titleSpan = titleSpan
        self.decoding = decoding
    }

    /// A section that the file does not have: nothing to take, nothing left over.
    package static func absent(_ title: String, _ path: ValuePath, _ decoding: Decoding) -> MappingReader {
        MappingReader(
            title: title, titleSpan: .fileStart, path: path, node: nil, entries: [],
            decoding: decoding)
    }

    /// The file has it.
    package var isThere: Bool { node != nil }

    /// All keys that it can have, in the order in which they are written.
    mutating func expect(_ keys: [String]) {
        known = keys
    }

    /// What stands under a key; nil when that is not there, or has no value.
    package func field(_ key: String) -> Field? {
        guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
        let field = field(at: index)
        return field.isNull || field.isVoid ? nil : field
    }

    /// Where the first of these keys stands that is there, or where the mapping begins.
    package func span(of keys: String...) -> SourceSpan {
        keys.lazy.compactMap { field($0)?.span }.first ?? titleSpan
    }

    /// The value under this key; nil when it isn't there, or consists of variables that are all empty.
    package func take(_ key: String) -> Field? {
        value(under: key) { $0.or("give it a value") }
    }

    /// As ``take(_:)``, for a key that is not to be used any more: nothing suggests it.
    package mutating func takeRetired(_ key: String) -> Field? {
        retired.append(key)
        return value(under: key) { $0 }
    }

    /// - Parameter remedy: Where there is none, made of the one that removes the key.
    private func value(under key: String, remedy: (Remedy) -> Remedy?) -> Field? {
        guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
        let field = field(at: index)
        if field.isNull {
            decoding.findings.error(
                .wrongType, "'\(key)' in \(title) has no value", at: field.keySpan,
                remedy: remedy(field.remove()))
            return nil
        }
        return field.isVoid ? nil : field
    }

    private func field(at index: Int) -> Field {
        let entry = entries[index]
        return Field(
            label: "'\(entry.key)'", path: path.key(entry.key), node: entry.value, keySpan: entry.keySpan,
            decoding: decoding, home: node.map { FieldHome(node: $0, index: index) })
    }

    /// As ``take(_:)``, for a key that must be there.
    ///
    /// - Parameters:
    ///   - hint: What it is; for a key that is not there and for one without a value.
    ///   - value: What is to be written, where that is clear; as YAML.
    ///   - isPlaced: It is missed where it would stand, and not where the mapping begins.
    mutating func require(
        _ key: String, hint: String? = nil, value standing: String? = nil, isPlaced: Bool = false
    ) -> Field? {
        let remedy = standing.map { add(key, $0) } ?? hint.map { Remedy($0) }
        if let field = value(under: key, remedy: { _ in hint.map { Remedy($0) } }) { return field }
        let entry = entries.first { $0.key == key }
        // A key without a value has been reported already, and so has one that was dropped.
        if decoding.hasHoles { return nil }
        if let entry, entry.value.isNull { return nil }
        guard let entry else {
            let removed = node.flatMap { decoding.collection($0).removed(key) }
            let place = isPlaced ? add(key, "{}").place : nil
            missing.append((key, place ?? removed ?? titleSpan, remedy))
            return nil
        }
        decoding.findings.error(
            .missingKey, "'\(key)' in \(title) comes out empty", at: entry.keySpan,
            remedy: hint.map { Remedy($0) })
        return nil
    }

    /// What was required need not be there after all.
    mutating func excuse(_ key: String) {
        missing.removeAll { $0.key == key }
    }

    /// `add key: value`, in front of the key that comes next in the order in which keys are asked for.
    package func add(_ key: String, _ value: String) -> Remedy {
        decoding.adding(key, value, to: node, among: known)
    }

    /// What makes the value of a key this one, which is a single one.
    package func state(_ key: String, _ value: String) -> Remedy {
        field(key)?.write(value) ?? add(key, value)
    }

    /// What makes it this list.
    package func state(_ key: String, _ entries: [String]) -> Remedy {
        field(key)?.writeYAML(YAMLText.list(entries)) ?? add(key, YAMLText.list(entries))
    }

    /// All entries, for a mapping whose keys are names of the user's own.
    package func all() -> [(entry: YAMLEntry, field: Field)] {
        if entries.count > Field.mostEntries {
            decoding.findings.error(
                .yamlLimit, "\(title) has more than \(Field.mostEntries) entries", at: titleSpan,
                hint: "is it the right file?")
        }
        return entries.prefix(Field.mostEntries).enumerated().map { ($1, field(at: $0)) }
    }

    /// Reports the keys that nobody asked for, and those that are not there.
    package func finish() {
        for (key, place, remedy) in missing where !isMisspelt([key]) {
            decoding.findings.error(
                .missingKey, "\(title) needs '\(key)'", at: place, remedy: remedy)
        }
        for (index, entry) in entries.enumerated()
        where !known.contains(entry.key) && !retired.contains(entry.key) {
            guard !decoding.findings.isFull else {
                decoding.findings.error(.unknownKey, "", at: entry.keySpan)
                continue
            }
            let nearest = Suggestion.nearest(to: entry.key, among: known)
            if let nearest, nearest.contains("secret") { decoding.blot(entry.value) }
            decoding.findings.error(
                .unknownKey, "unknown key \(quoted(entry.key)) in \(title)", at: entry.keySpan,
                remedy: remedy(forUnknown: entry, index))
        }
    }

    /// A key that nobody knows is meant to be one of these: there is no more to be told than that.
    package func isMisspelt(_ keys: [String]) -> Bool {
        entries.contains { entry in
            !known.contains(entry.key) && !retired.contains(entry.key)
                && Suggestion.nearest(to: entry.key, among: known).map(keys.contains) ?? false
        }
    }

    private func remedy(forUnknown entry: YAMLEntry, _ index: Int) -> Remedy? {
        let meant = Remedy.meant(by: entry.key, among: known, called: "known keys") {
            Remedy.Edit(entry.keySpan, $0)
        }
        // What is there already can't be written a second time.
        let beside = node?.written(index)?.collection.mappingEntries ?? entries
        guard let name = meant?.edit?.text, beside.contains(where: { $0.key == name }) else { return meant }
        let removal = node.map { decoding.collection($0).removal(of: index) }
        return Remedy("remove it", edit: removal ?? nil).because("'\(name)' is there already")
    }
}
