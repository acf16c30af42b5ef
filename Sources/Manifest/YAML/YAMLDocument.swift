// YAML with places: libyaml reads it, and every node of the tree knows its line and column. What a key means
// is not known here.

/// One YAML document as a tree, in the strict dialect of this program.
///
/// Refused: tags, directives, merge keys, keys that are not text, equal keys in one mapping, a second document, aliases that
/// lead into themselves, and whatever exceeds ``YAMLLimits``. Plain anchors and aliases are fine; the node an alias stands
/// for keeps the place of its anchor.
package struct YAMLDocument: Sendable {
    package let source: SourceText
    /// Nil for a text without content, and for one whose problems leave no tree.
    package let root: YAMLNode?
    /// In the order of the text. The tree may be there in spite of them.
    package let problems: [YAMLProblem]

    /// Reads any bytes whatever; what is wrong with them is among the problems.
    ///
    /// - Parameter index: Which it is of the texts that are read together.
    package init(parsing text: [UInt8], index: Int = 0) {
        source = SourceText(text, index: index)
        if let problem = TextCheck.problem(in: source) {
            root = nil
            problems = [problem]
            return
        }
        let builder = EventReader.read(source.bytes, of: index) { [source] reader in
            var builder = TreeBuilder(source)
            builder.run(reader)
            return builder
        }
        root = builder.root
        problems = builder.problems.map { [source] problem in
            YAMLProblem(problem.kind, at: source.clamped(problem.span), related: problem.related)
        }.sorted { $0.span.start < $1.span.start }
    }
}
