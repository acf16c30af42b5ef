import YAML

/// A file as it is, or a partial one that is laid over another.
package struct FileText: Sendable {
    /// How diagnostics call it.
    package let fileName: String
    package let text: [UInt8]

    package init(fileName: String, text: [UInt8]) {
        self.fileName = fileName
        self.text = text
    }

    /// Each of them can be as large as the first.
    package static let mostOverlays = 16
}

/// A file as YAML, and what is laid over it.
struct LaidTexts {
    package let sources: SourceFiles
    package let problems: [YAMLProblem]
    private let documents: [YAMLDocument]
    private let language: Language

    init(_ texts: [FileText], _ language: Language) {
        self.language = language
        documents = texts.enumerated().map { YAMLDocument(parsing: $1.text, index: $0) }
        sources = SourceFiles(
            all: zip(texts, documents).map { SourceFile(file: $0.fileName, $1.source, language) })
        problems = documents.flatMap(\.problems)
    }

    /// All of them as one tree; nil where one of them can't be read, since what the others lack may be there.
    func merged(_ environment: [String: String]) -> (root: YAMLNode?, slips: [OverlaySlip]) {
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
                root = merge.merge(node, over: base, language.overlays)
            }
        }
        return (root, merge.slips)
    }
}
