import WireText
import YAML

/// The entries of a collection while those of another are laid over them.
struct MergedEntries<Entry> {
    private let overlay: YAMLNode
    /// What the whole stands on below the overlay.
    private let base: YAMLNode?
    /// Nil where one was removed.
    private var entries: [(entry: Entry, place: WrittenParts.Place?)?] = []
    /// Of those that stand there, by name; the first of two counts.
    private var standing: [WireText: Int] = [:]
    private var removed: [String: WrittenParts.Place]

    /// - Parameters:
    ///   - overlay: What is laid over it.
    ///   - base: Its entries with their names; nil where there is no such collection, and all is added.
    init(_ overlay: YAMLNode, over base: (node: YAMLNode, entries: [(name: WireText?, entry: Entry)])?) {
        self.overlay = overlay
        self.base = base?.node
        removed = base?.node.removed ?? [:]
        for (index, (name, entry)) in (base?.entries ?? []).enumerated() {
            if let name, standing[name] == nil { standing[name] = index }
            entries.append((entry, base?.node.place(of: index)))
        }
    }

    /// The entry of this name, if it stands there and has not been removed.
    package subscript(name: WireText) -> (index: Int, entry: Entry)? {
        guard let index = standing[name], let entry = entries[index]?.entry else { return nil }
        return (index, entry)
    }

    /// - Parameters:
    ///   - name: As a key, where entries have one.
    ///   - place: The entry of the overlay that says so.
    package mutating func remove(_ index: Int, named name: String? = nil, from place: Int) {
        entries[index] = nil
        if let name { removed[name] = written(place) }
    }

    /// What stands there gets a new value, and is written where it was.
    mutating func update(_ index: Int, to entry: Entry) { entries[index]?.entry = entry }

    /// What stands there gives way to an entry of the overlay.
    package mutating func replace(_ index: Int, by entry: Entry, from place: Int) {
        entries[index] = (entry, written(place))
    }

    package mutating func append(_ entry: Entry, named name: String? = nil, from place: Int) {
        entries.append((entry, written(place)))
        if let name { removed[name] = nil }
    }

    package func node(_ content: ([Entry]) -> YAMLNode.Content) -> YAMLNode {
        let left = entries.compactMap(\.self)
        return YAMLNode(
            content: content(left.map(\.entry)), span: (base ?? overlay).span,
            parts: WrittenParts(
                (base?.collections ?? []) + overlay.collections, places: left.map(\.place),
                removed: removed))
    }

    private func written(_ index: Int) -> WrittenParts.Place? {
        overlay.place(of: index).map {
            WrittenParts.Place(part: (base?.collections.count ?? 0) + $0.part, index: $0.index)
        }
    }
}
