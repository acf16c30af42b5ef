import WireText
import YAML

/// Lays partial manifests over one, as trees, before anything is made of them.
///
/// What is merged keeps its places: a value that of the file that says it, a collection that of the first file that has it, with
/// the others as further parts of it (``WrittenParts``).
struct OverlayMerge {
    package let environment: [String: String]
    package private(set) var slips: [OverlaySlip] = []

    init(environment: [String: String]) {
        self.environment = environment
    }

    /// - Parameters:
    ///   - base: Nil where there is nothing yet: what the overlay has is added.
    ///   - rules: Of this value and of what is in it.
    package mutating func merge(_ overlay: YAMLNode, over base: YAMLNode?, _ rules: OverlayRules) -> YAMLNode
    {
        switch (rules.own, overlay.content) {
        case (nil, .mapping(let entries)): mergeMapping(entries, of: overlay, over: base, rules)
        case (.entries(let key), .mapping), (.entries(let key), .sequence):
            mergeList(items(of: overlay, by: key), of: overlay, over: base, by: key)
        default: overlay
        }
    }

    /// - Parameter identity: The key that tells it apart, where it is an entry of such a list; what stands there stays.
    mutating func mergeMapping(
        _ entries: [YAMLEntry], of overlay: YAMLNode, over base: YAMLNode?, _ rules: OverlayRules,
        identity: String? = nil
    ) -> YAMLNode {
        let standing = base?.mappingEntries
        lazy var known = (standing ?? []).map { OverlaySlip.Known(name: $0.key, span: $0.keySpan) }
        var merged = MergedEntries(
            overlay,
            over: base.flatMap { node in
                standing.map { (node, $0.map { (WireText($0.key), $0) }) }
            })
        for (index, entry) in entries.enumerated() {
            let rules = rules.under(entry.key)
            let below = merged[WireText(entry.key)]
            if rules.own == .same {
                compare(entry, with: below?.entry, at: (overlay, index))
            } else if below != nil, entry.key == identity {
                continue
            } else if entry.value.isNull {
                if let below {
                    merged.remove(below.index, named: entry.key, from: index)
                } else {
                    note(.nothingToRemove(entry.key, known: known), entry.keySpan, (overlay, index))
                }
            } else {
                let value = merge(entry.value, over: below?.entry.value, rules)
                guard let below else {
                    let new = YAMLEntry(key: entry.key, keySpan: entry.keySpan, value: value)
                    merged.append(new, named: entry.key, from: index)
                    continue
                }
                let isReplaced = value.span != below.entry.value.span
                let entry = YAMLEntry(
                    key: entry.key, keySpan: isReplaced ? entry.keySpan : below.entry.keySpan, value: value)
                if isReplaced {
                    merged.replace(below.index, by: entry, from: index)
                } else {
                    merged.update(below.index, to: entry)
                }
            }
        }
        return merged.node { .mapping($0) }
    }

    private mutating func compare(
        _ entry: YAMLEntry, with base: YAMLEntry?, at home: (collection: YAMLNode, index: Int)
    ) {
        guard case .scalar(let standing)? = base?.value.content else { return }
        if case .scalar(let scalar) = entry.value.content, filled(scalar) == filled(standing) { return }
        let span = entry.value.isNull ? entry.keySpan : entry.value.span
        note(.otherThanManifest(entry.key, standing), span, home)
    }

    package mutating func note(
        _ kind: OverlaySlip.Kind, _ span: SourceSpan, _ home: (collection: YAMLNode, index: Int)?
    ) {
        slips.append(OverlaySlip(kind: kind, span: span, home: home))
    }

    /// A text with its variables; nil where they can't be filled in.
    package func filled(_ scalar: YAMLScalar) -> WireText? {
        let filled = Interpolation(scalar.text, environment: environment)
        return filled.flaws.isEmpty ? WireText(filled.text) : nil
    }
}
