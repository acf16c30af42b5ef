import Suggestions
import YAML

/// A mapping of which every key must be asked for: what is left over is unknown.
struct MappingReader {
    /// How messages call it: `'server'`, `route 'token'`.
    let title: String
    /// Where to point when a key is missing.
    let titleSpan: SourceSpan
    private let entries: [YAMLEntry]
    private let decoding: Decoding
    private var known: [String] = []
    /// Keys that were reported where they were asked for.
    private var retired: [String] = []

    init(title: String, titleSpan: SourceSpan, entries: [YAMLEntry], decoding: Decoding) {
        self.title = title
        self.entries = entries
        self.titleSpan = titleSpan
        self.decoding = decoding
    }

    /// A section that the file does not have: nothing to take, nothing left over.
    static func absent(_ title: String, _ decoding: Decoding) -> MappingReader {
        let start = SourceMark(line: 1, column: 1)
        return MappingReader(
            title: title, titleSpan: SourceSpan(start: start, end: start), entries: [], decoding: decoding)
    }

    /// The value under this key; nil when it isn't there, or consists of variables that are all empty.
    mutating func take(_ key: String) -> Field? {
        known.append(key)
        return value(under: key)
    }

    /// As ``take(_:)``, for a key that is not to be used any more: nothing suggests it.
    mutating func takeRetired(_ key: String) -> Field? {
        retired.append(key)
        return value(under: key)
    }

    private func value(under key: String) -> Field? {
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        let field = Field(label: "'\(key)'", node: entry.value, keySpan: entry.keySpan, decoding: decoding)
        guard case .scalar(let scalar) = entry.value.content else { return field }
        if scalar.isNull {
            decoding.findings.error(
                .wrongType, "'\(key)' in \(title) has no value", at: entry.keySpan,
                hint: "give it one, or remove the key")
            return nil
        }
        let filled = Interpolation(scalar.text, environment: decoding.surroundings.environment)
        let isEmpty = filled.text.isEmpty && !filled.variables.isEmpty && filled.flaws.isEmpty
        return isEmpty ? nil : field
    }

    /// As ``take(_:)``, for a key that must be there.
    mutating func require(_ key: String, hint: String? = nil) -> Field? {
        if let field = take(key) { return field }
        let entry = entries.first { $0.key == key }
        // A key without a value has been reported already, and so has one that was dropped.
        if decoding.hasHoles { return nil }
        if let entry, case .scalar(let scalar) = entry.value.content, scalar.isNull { return nil }
        decoding.findings.error(
            .missingKey, entry == nil ? "\(title) needs '\(key)'" : "'\(key)' in \(title) comes out empty",
            at: entry?.keySpan ?? titleSpan, hint: hint)
        return nil
    }

    /// All entries, for a mapping whose keys are names of the user's own.
    func all() -> [(entry: YAMLEntry, field: Field)] {
        if entries.count > Field.mostEntries {
            decoding.findings.error(
                .yamlLimit, "\(title) has more than \(Field.mostEntries) entries", at: titleSpan,
                hint: "is it the right file?")
        }
        return entries.prefix(Field.mostEntries).map {
            ($0, Field(label: "'\($0.key)'", node: $0.value, keySpan: $0.keySpan, decoding: decoding))
        }
    }

    /// Reports the keys that nobody asked for.
    func finish() {
        for entry in entries where !known.contains(entry.key) && !retired.contains(entry.key) {
            guard !decoding.findings.isFull else {
                decoding.findings.error(.unknownKey, "", at: entry.keySpan)
                continue
            }
            let nearest = Suggestion.nearest(to: entry.key, among: known)
            if let nearest, nearest.contains("secret") { decoding.blot(entry.value) }
            decoding.findings.error(
                .unknownKey, "unknown key \(quoted(entry.key)) in \(title)", at: entry.keySpan,
                hint: Suggestion.hint(for: entry.key, among: known, called: "known keys"))
        }
    }
}
