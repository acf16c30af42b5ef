package import YAML

/// A mapping or a list, for changes of its entries: each is made where the entry is written, which for a collection that was
/// merged may be one file or another.
package struct EditedCollection {
    package let node: YAMLNode
    package let sources: SourceFiles

    /// Written in brackets.
    var isFlow: Bool { written(node.collections[0]).isFlow }

    /// The same of the place of an entry.
    func isFlow(at index: Int) -> Bool { node.written(index).map { written($0.collection).isFlow } ?? true }

    /// Takes an entry away, with its line or its comma; nil where nothing would be left.
    package func removal(of index: Int) -> Remedy.Edit? {
        node.written(index).flatMap { written($0.collection).removal(of: $0.index) }
    }

    /// Puts an entry in front of another and of the comments above it, or behind all of them.
    ///
    /// - Parameter place: In the file that this is in, if a part of the collection is; else where the collection begins.
    package func insertion(of text: String, before index: Int? = nil, beside place: SourceMark? = nil)
        -> Remedy.Edit?
    {
        if let removal = node.removed.keys.first(where: { text.utf8.starts(with: "\($0):".utf8) }) {
            return removed(removal).map { Remedy.Edit($0, text) }
        }
        let parts = node.collections
        let part = parts.firstIndex { $0.span.start.source == place?.source } ?? 0
        let collection = written(parts[part])
        guard collection.node.isList == node.isList else { return nil }
        // What comes next there: the entries between may be written elsewhere.
        let later = index.flatMap { index in
            (index..<max(index, node.count)).lazy.compactMap { node.written($0) }.first {
                $0.collection.span == parts[part].span
            }
        }
        return collection.insertion(of: text, before: later?.index)
    }

    /// Where an overlay takes this key away: a key that is added stands there instead.
    package func removed(_ key: String) -> SourceSpan? {
        guard let place = node.removed[key],
            case .mapping(let entries) = node.collections[place.part].content
        else { return nil }
        let entry = entries[place.index]
        return SourceSpan(
            start: entry.keySpan.start,
            end: max(entry.keySpan.end, sources[entry.keySpan.start].text.end(of: entry.value)))
    }

    private func written(_ collection: YAMLNode) -> WrittenCollection {
        WrittenCollection(node: collection, source: sources[collection.span.start].text)
    }

}

extension Decoding {
    /// `add key: value` to the whole of the file, where it would stand.
    ///
    /// - Parameter place: In the file that this is in.
    package func add(_ key: String, _ value: String, beside place: SourceMark? = nil) -> Remedy {
        adding(key, value, to: root, among: language.keys.map(\.name), beside: place)
    }

    /// - Parameter known: All keys that the mapping can have, in the order in which they are written.
    package func adding(
        _ key: String, _ value: String, to mapping: YAMLNode?, among known: [String],
        beside place: SourceMark? = nil
    ) -> Remedy {
        let text = "\(key): \(value)"
        guard let mapping, let entries = mapping.mappingEntries else { return Remedy("add \(text)") }
        let later = known.drop { $0 != key }.dropFirst()
        let next = entries.firstIndex { later.contains($0.key) }
        return Remedy(
            "add \(text)",
            edit: collection(mapping).insertion(of: text, before: next, beside: place))
    }

    package func collection(_ node: YAMLNode) -> EditedCollection {
        EditedCollection(node: node, sources: sources)
    }

    /// Behind the last character of it, as far as it is written in one place.
    package func end(of node: YAMLNode) -> SourceMark {
        sources[node.span.start].text.end(of: node.collections[0])
    }
}
