import Testing
import YAML

@Suite("texts that are read together")
struct SourceMarkTests {
    /// What makes marks in each of the ways there are.
    static let texts =
        SlipCase.all.map(\.text) + [
            "a: [b, {c: 'd'}]\ne: &f |\n  g\nh: *f\n", "", "a: \u{7}\n", "\u{fffe}\n", "a: b\na: c\n",
            "a: !!int 1\n--- b\n", "a: *b\n", "{[a]: b}\n", "a: [b\n", "a: \"b", "a: b\n c: d\n", "%\n",
            String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
        ]

    @Test("every place in the tree and in the problems of a text is one of that text", arguments: texts)
    func places(_ text: String) {
        let document = YAMLDocument(parsing: Array(text.utf8), index: 3)
        var spans = document.problems.flatMap { problem -> [SourceSpan] in
            guard case .slip(let slip) = problem.kind else { return [problem.span] }
            return [problem.span, slip.edit.span]
        }
        spans += document.problems.compactMap(\.related)
        document.root.map { collect($0, &spans) }
        #expect(spans.allSatisfy { $0.start.source == 3 && $0.end.source == 3 })
        #expect(document.source.mark(atByte: 0).source == 3)
        #expect(document.source.clamped(SourceSpan(start: end, end: end)).start.source == 3)
    }

    @Test("a place of an earlier text comes before every place of a later one")
    func order() {
        let first = SourceMark(source: 0, line: 9, column: 9)
        let second = SourceMark(source: 1, line: 1, column: 1)
        #expect(first < second)
        #expect(first.at(line: 1, column: 2) < first)
        #expect(second.at(column: 5) == SourceMark(source: 1, line: 1, column: 5))
    }

    private var end: SourceMark { SourceMark(source: 3, line: 1_000, column: 1) }

    private func collect(_ node: YAMLNode, _ spans: inout [SourceSpan]) {
        spans.append(node.span)
        switch node.content {
        case .scalar: break
        case .sequence(let nodes): for node in nodes { collect(node, &spans) }
        case .mapping(let entries):
            for entry in entries {
                spans.append(entry.keySpan)
                collect(entry.value, &spans)
            }
        }
    }
}
