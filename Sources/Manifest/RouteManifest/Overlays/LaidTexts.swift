import YAML

/// A manifest as YAML, and what is laid over it.
struct LaidTexts {
    let sources: ManifestSources
    let problems: [YAMLProblem]
    private let documents: [YAMLDocument]

    init(_ texts: [ManifestText]) {
        documents = texts.enumerated().map { YAMLDocument(parsing: $1.text, index: $0) }
        sources = ManifestSources(
            all: zip(texts, documents).map { ManifestSource(file: $0.fileName, $1.source) })
        problems = documents.flatMap(\.problems)
    }

    /// All of them as one tree; nil where one of them can't be read, since what the others lack may be there.
    func merged(_ rules: OverlayRules, environment: [String: String]) -> (
        root: YAMLNode?, slips: [OverlaySlip]
    ) {
        var merge = OverlayMerge(environment: environment)
        var root = documents.first?.root
        for overlay in documents.dropFirst() {
            guard let node = overlay.root else {
                // What is all comments says nothing.
                if !overlay.problems.isEmpty { return (nil, merge.slips) }
                continue
            }
            if node.mappingEntries == nil {
                merge.note(.noMapping(node), node.span, nil)
            } else if let base = root, base.mappingEntries != nil {
                root = merge.merge(node, over: base, rules)
            }
        }
        return (root, merge.slips)
    }
}
