import WireText
import YAML

/// An entry that an overlay has for a list of mappings that are told apart by one of their keys.
struct OverlayItem {
    /// What tells it apart, variables filled in; nil where it can't be told apart.
    package let identity: WireText?
    /// Nil where it is to be removed.
    package let node: YAMLNode?
    package let span: SourceSpan
}

extension OverlayMerge {
    /// An overlay has them as a list, or as a mapping from what tells them apart.
    package mutating func items(of overlay: YAMLNode, by key: String) -> [OverlayItem] {
        guard let entries = overlay.mappingEntries else {
            guard case .sequence(let nodes) = overlay.content else { return [] }
            return nodes.map {
                OverlayItem(identity: identity(of: $0, by: key)?.text, node: $0, span: $0.span)
            }
        }
        return entries.map { entry in
            let name = filled(YAMLScalar(text: entry.key, style: .plain))
            return OverlayItem(
                identity: name, node: entry.value.isNull ? nil : named(entry, name, by: key),
                span: entry.keySpan)
        }
    }

    mutating func mergeList(
        _ items: [OverlayItem], of overlay: YAMLNode, over base: YAMLNode?, by key: String
    ) -> YAMLNode {
        var standing: [(name: WireText?, entry: YAMLNode)]?
        if case .sequence(let nodes)? = base?.content {
            standing = nodes.map { (identity(of: $0, by: key)?.text, $0) }
        }
        lazy var known = (standing ?? []).compactMap { identity(of: $0.entry, by: key) }.map {
            OverlaySlip.Known(name: $0.text.shown, span: $0.span)
        }
        if items.isEmpty, standing?.isEmpty == false { note(.nothingToAdd, overlay.span, nil) }
        var merged = MergedEntries(overlay, over: base.flatMap { node in standing.map { (node, $0) } })
        // Who is named twice is there twice, which is told of wherever it is written.
        var seen: Set<WireText> = []
        for (index, item) in items.enumerated() {
            let below = item.identity.flatMap { seen.insert($0).inserted ? merged[$0] : nil }
            guard let node = item.node else {
                if let below {
                    merged.remove(below.index, from: index)
                } else {
                    let name = item.identity?.shown ?? overlay.mappingEntries?[index].key ?? ""
                    note(.nothingToRemove(name, known: known), item.span, (overlay, index))
                }
                continue
            }
            let value = node.mappingEntries.map {
                mergeMapping($0, of: node, over: below?.entry, OverlayRules([:]), identity: key)
            }
            switch below {
            case nil: merged.append(value ?? node, from: index)
            case let below? where value == nil: merged.replace(below.index, by: node, from: index)
            case let below?: merged.update(below.index, to: value ?? node)
            }
        }
        return merged.node { .sequence($0) }
    }

    private func identity(of node: YAMLNode, by key: String) -> (text: WireText, span: SourceSpan)? {
        guard let entry = node.mappingEntries?.first(where: { $0.key == key }),
            case .scalar(let scalar) = entry.value.content, !scalar.isNull
        else { return nil }
        return filled(scalar).map { ($0, entry.value.span) }
    }

    /// What stands under the key that tells it apart, as the entry of a list that it is.
    private mutating func named(_ entry: YAMLEntry, _ name: WireText?, by key: String) -> YAMLNode {
        guard let entries = entry.value.mappingEntries else { return entry.value }
        if let index = entries.firstIndex(where: { $0.key == key }) {
            if case .scalar(let scalar) = entries[index].value.content, let name, filled(scalar) == name {
                return entry.value
            }
            note(.twoIdentities(key: key), entries[index].keySpan, (entry.value, index))
            return entry.value
        }
        let text = YAMLNode(
            content: .scalar(YAMLScalar(text: entry.key, style: .doubleQuoted)), span: entry.keySpan)
        return YAMLNode(
            content: .mapping([YAMLEntry(key: key, keySpan: entry.keySpan, value: text)] + entries),
            span: entry.value.span,
            parts: WrittenParts(
                [entry.value],
                places: [nil] + entries.indices.map { WrittenParts.Place(part: 0, index: $0) }))
    }
}
