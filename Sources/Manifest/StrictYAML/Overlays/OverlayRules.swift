/// How an overlay is laid over a file, where that is not as for any other value: mappings are merged key by key, and all else
/// is replaced.
struct OverlayRules {
    package enum Rule: Equatable {
        /// A list of mappings that are told apart by what stands under this key.
        case entries(by: String)
        /// A value that is data: no key of it means anything here.
        case whole
        /// Every file says the same.
        case same
    }

    private let rules: [(path: ArraySlice<Substring>, rule: Rule)]

    /// - Parameter rules: By path, with dots between keys; `*` is any key.
    init(_ rules: [String: Rule]) {
        self.init(rules: rules.map { path, rule in (path.split(separator: ".")[...], rule) })
    }

    private init(rules: [(path: ArraySlice<Substring>, rule: Rule)]) {
        self.rules = rules
    }

    /// What holds for a value itself.
    package var own: Rule? { rules.first { $0.path.isEmpty }?.rule }

    /// What holds below one of its keys.
    package func under(_ key: String) -> OverlayRules {
        guard !rules.isEmpty else { return self }
        return OverlayRules(
            rules: rules.compactMap { path, rule in
                guard let first = path.first, first == "*" || first.utf8.elementsEqual(key.utf8) else {
                    return nil
                }
                return (path.dropFirst(), rule)
            })
    }
}

extension OverlayRules {
    /// As the list of keys says.
    init(_ entries: [KeyEntry], same: [String]) {
        var rules = Dictionary(same.map { ($0, Rule.same) }) { first, _ in first }
        Self.add(entries, in: "", to: &rules)
        self.init(rules)
    }

    private static func add(_ entries: [KeyEntry], in home: String, to rules: inout [String: Rule]) {
        for entry in entries { add(entry.shape, at: home + entry.name, to: &rules) }
    }

    private static func add(_ shape: ValueShape, at path: String, to rules: inout [String: Rule]) {
        switch shape {
        case .mapping(let entries): add(entries, in: path + ".", to: &rules)
        case .named(_, let shape): add(shape, at: path + ".*", to: &rules)
        case .either(let shapes): for shape in shapes { add(shape, at: path, to: &rules) }
        case .list(_, let identity): rules[path] = identity.map(Rule.entries)
        case .anything: rules[path] = .whole
        case .options(_, let lists): for entries in lists { add(entries, in: path + ".", to: &rules) }
        case .text, .integer, .boolean, .word: break
        }
    }
}
