import Support

/// Changes what a manifest says in one place, in the ways in which people and programs get it wrong.
struct Mutator {
    private var random: SeededRandom
    /// Keys that the language has somewhere.
    private let names: [String]

    enum Kind: CaseIterable {
        case rename, misspell, remove, addKey, replace, wrap, unwrap, swap, duplicate, null
    }

    private static let scalars = [
        "true", "false", "0", "1", "-1", "12", "70000", "1.5", "text", "\"\"", "\" \"", "\"12\"", "\"true\"",
        "1h", "\"90\"", "3600",
        "64KiB", "60/1m", "none", "any", "/path", "https://example.com/x", "[]", "{}", "[one, two]",
        "{ one: two }",
        "\"${EMPTY:-}\"", "\"${SOME:-thing}\"", "\"${NUMBER:-12}\"", "demo", "GET", "POST", "client", "~",
        "True", "0x10", "Text with blanks", "Größe",
    ]

    init(seed: UInt64, names: [String]) {
        random = SeededRandom(seed: seed)
        self.names = names
    }

    mutating func mutated(_ tree: Tree) -> Tree {
        var tree = tree
        repeat { change(&tree) } while Bool.random(using: &random) && Bool.random(using: &random)
        return tree
    }

    private mutating func change(_ tree: inout Tree) {
        guard let way = tree.ways.randomElement(using: &random),
            let kind = Kind.allCases.randomElement(using: &random)
        else { return }
        let value = tree[way]
        let name = names.randomElement(using: &random) ?? ""
        let scalar = Self.scalars.randomElement(using: &random) ?? ""
        let other = tree.ways.randomElement(using: &random).map { tree[$0] } ?? value
        let letter = Int.random(in: 0..<1000, using: &random)
        let step = way[way.count - 1]
        tree.change(at: Array(way.dropLast())) { home in
            switch home {
            case .mapping(var entries):
                switch kind {
                case .rename where !entries.contains { $0.key == name }: entries[step].key = name
                case .misspell where !entries[step].key.isEmpty:
                    var key = Array(entries[step].key)
                    key.remove(at: letter % key.count)
                    let misspelt = String(key)
                    if !entries.contains(where: { $0.key == misspelt }) { entries[step].key = misspelt }
                case .addKey where !entries.contains { $0.key == name }:
                    entries.insert((name, .scalar(scalar)), at: step)
                default:
                    var values = entries.map(\.value)
                    let removed = Self.change(&values, at: step, kind, value, scalar, other)
                    if removed {
                        entries.remove(at: step)
                    } else if values.count == entries.count {
                        for index in entries.indices { entries[index].value = values[index] }
                    }
                }
                home = .mapping(entries)
            case .list(var entries):
                if Self.change(&entries, at: step, kind, value, scalar, other) { entries.remove(at: step) }
                home = .list(entries)
            case .scalar: break
            }
        }
    }

    /// - Returns: Whether the value is to go.
    private static func change(
        _ values: inout [Tree], at step: Int, _ kind: Kind, _ value: Tree, _ scalar: String, _ other: Tree
    ) -> Bool {
        switch kind {
        case .remove: return true
        case .replace, .rename, .misspell: values[step] = .scalar(scalar)
        case .addKey, .duplicate: values.insert(value, at: step)
        case .wrap: values[step] = .list([value])
        case .unwrap:
            switch value {
            case .list(let entries): values[step] = entries.first ?? value
            case .mapping(let entries):
                values[step] = step % 2 == 0 ? .list(entries.map(\.value)) : entries.first?.value ?? value
            case .scalar: values[step] = .mapping([("text", value)])
            }
        case .swap: values[step] = other
        case .null: values[step] = .scalar("null")
        }
        return false
    }
}
