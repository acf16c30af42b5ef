extension ValueShape {
    /// What can be written, in words: `a length of time from 1s to 30d`.
    package var words: String {
        switch self {
        case .text(let text): text.words
        case .integer(let range):
            range.count == 1
                ? "\(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .word(let words): Self.choice(words)
        case .list(let shape, _): "a list, each entry \(shape.words)"
        case .mapping: "a mapping"
        case .named(let name, let shape): "names, each \(name.words), with \(shape.words) below it"
        case .either(let shapes): shapes.map(\.words).joined(separator: "; or ")
        case .anything: "whatever YAML can say"
        case .options(let words, _): words
        }
    }

    private static func choice(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.joined() }
        return "\(words.dropLast().joined(separator: ", ")) or \(last)"
    }

    /// All keys in it, each with where it stands: a mapping before the keys in that.
    package func placed(in home: String) -> [(path: String, entry: KeyEntry)] {
        switch self {
        case .mapping(let entries):
            entries.flatMap { entry in
                let path = home.isEmpty ? entry.name : "\(home).\(entry.name)"
                return [(path, entry)] + entry.shape.placed(in: path)
            }
        case .list(let shape, _): shape.placed(in: home + "[]")
        case .named(_, let shape): shape.placed(in: home + ".NAME")
        case .either(let shapes): shapes.flatMap { $0.placed(in: home) }
        case .text, .integer, .boolean, .word, .anything, .options: []
        }
    }

    /// The keys that stand right below it, in a list too.
    package var keys: [KeyEntry] {
        switch self {
        case .mapping(let entries): entries
        case .list(let shape, _), .named(_, let shape): shape.keys
        case .either(let shapes): shapes.flatMap(\.keys)
        case .text, .integer, .boolean, .word, .anything, .options: []
        }
    }
}

extension KeyEntry.Standing {
    /// What holds without the key.
    package var words: String {
        switch self {
        case .value(let value): value
        case .words(let words): words
        case .required: "none, it has to be there"
        case .nothing: "none"
        }
    }
}
