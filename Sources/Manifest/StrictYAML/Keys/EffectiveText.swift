extension Language {
    /// What holds, as a file: read in the place of the one that says it, it means the same, but for its secrets, which are not shown.
    ///
    /// - Parameter withOrigins: Behind each value stands, as a comment, where it comes from.
    package func text(of told: [ToldValue], withOrigins: Bool) -> String {
        let tree = ToldTree(told)
        var lines: [(text: String, origin: String?)] = []
        tree.write(&lines, indent: 0, .mapping(keys))
        let width = min(48, lines.filter { $0.origin != nil }.map(\.text.count).max() ?? 0)
        return lines.map { text, origin in
            guard withOrigins, let origin else { return text + "\n" }
            let gap = String(repeating: " ", count: max(2, width + 2 - text.count))
            return "\(text)\(gap)# \(origin)\n"
        }.joined()
    }
}

/// What holds, by the mappings and lists in which it is written.
private final class ToldTree {
    private var value: (text: String, origin: ToldValue.Origin)?
    private var children: [(step: ValuePath.Step, tree: ToldTree)] = []
    private var places: [ValuePath.Step: Int] = [:]

    init(_ told: [ToldValue] = []) {
        for value in told {
            var tree = self
            for step in value.path.steps { tree = tree.child(step) }
            tree.value = (value.text, value.origin)
        }
    }

    private func child(_ step: ValuePath.Step) -> ToldTree {
        if let place = places[step] { return children[place].tree }
        let tree = ToldTree()
        places[step] = children.count
        children.append((step, tree))
        return tree
    }

    /// - Parameter shape: What can stand here. Keys come in their order, names of the user's own in that of the file.
    package func write(_ lines: inout [(text: String, origin: String?)], indent: Int, _ shape: ValueShape?) {
        let order = Dictionary((shape?.ownKeys ?? []).enumerated().map { ($1.name, $0) }) { first, _ in first
        }
        func rank(_ step: ValuePath.Step) -> Int {
            switch step {
            case .key(let name): order[name] ?? 0
            case .entry(let index): index
            }
        }
        let sorted = children.enumerated().sorted {
            (rank($0.element.step), $0.offset) < (rank($1.element.step), $1.offset)
        }
        let margin = String(repeating: " ", count: indent)
        for (step, tree) in sorted.map(\.element) {
            switch step {
            case .key(let name):
                tree.write(&lines, "\(margin)\(YAMLText.scalar(name)):", indent, shape?.under(name))
            case .entry:
                var own: [(text: String, origin: String?)] = []
                tree.write(&own, indent: indent + 2, shape?.element)
                if let first = own.first {
                    own[0].text = "\(margin)- \(first.text.dropFirst(indent + 2))"
                }
                lines += own
            }
        }
    }

    private func write(
        _ lines: inout [(text: String, origin: String?)], _ key: String, _ indent: Int, _ shape: ValueShape?
    ) {
        if let value {
            return lines.append(("\(key) \(Interpolation.escaped(value.text))", "\(value.origin)"))
        }
        if indent == 0, !lines.isEmpty { lines.append(("", nil)) }
        lines.append((key, nil))
        write(&lines, indent: indent + 2, shape)
    }
}

extension ValueShape {
    /// The keys of a mapping, and of nothing that stands in it.
    fileprivate var ownKeys: [KeyEntry] {
        switch self {
        case .mapping(let entries): entries
        case .either(let shapes): shapes.map(\.ownKeys).first { !$0.isEmpty } ?? []
        case .list, .named, .text, .integer, .boolean, .word, .anything, .options: []
        }
    }

    /// What stands in a mapping under this name.
    fileprivate func under(_ name: String) -> ValueShape? {
        switch self {
        case .mapping(let entries): entries.first { $0.name == name }?.shape
        case .named(_, let shape): shape
        case .either(let shapes): shapes.lazy.compactMap { $0.under(name) }.first
        case .list, .text, .integer, .boolean, .word, .anything, .options: nil
        }
    }

    /// What stands in a list.
    fileprivate var element: ValueShape? {
        switch self {
        case .list(let shape, _): shape
        case .either(let shapes): shapes.lazy.compactMap(\.element).first
        case .mapping, .named, .text, .integer, .boolean, .word, .anything, .options: nil
        }
    }
}
