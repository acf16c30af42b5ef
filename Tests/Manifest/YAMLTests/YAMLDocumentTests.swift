import Testing
import YAML

/// The tree as one line: `{a: [b, "c"]}`, quotes for what was not plain.
func outline(_ node: YAMLNode?) -> String {
    guard let node else { return "(nothing)" }
    switch node.content {
    case .scalar(let scalar): return scalar.style == .plain ? scalar.text : "\"\(scalar.text)\""
    case .sequence(let nodes): return "[\(nodes.map(outline).joined(separator: ", "))]"
    case .mapping(let entries):
        return "{\(entries.map { "\($0.key): \(outline($0.value))" }.joined(separator: ", "))}"
    }
}

func parse(_ text: String) -> YAMLDocument { YAMLDocument(parsing: Array(text.utf8)) }

func span(_ line: Int, _ column: Int, _ endLine: Int, _ endColumn: Int) -> SourceSpan {
    SourceSpan(
        start: SourceMark(source: 0, line: line, column: column),
        end: SourceMark(source: 0, line: endLine, column: endColumn))
}

@Suite("one YAML document as a tree")
struct YAMLDocumentTests {
    @Test(
        "a text without content has no root, and that is no problem",
        arguments: ["", "\n", "# a comment\n", "\u{feff}", "   \n  \n"])
    func nothing(_ text: String) {
        let document = parse(text)
        #expect(document.root == nil)
        #expect(document.problems == [])
    }

    @Test("collections keep the order of the text, and scalars their style")
    func tree() {
        let text = "b: 1\na:\n  - x\n  - 'y'\n  - \"z\"\nc: {k: v, l: [m]}\nd: |\n  two\n  lines\n"
        #expect(
            outline(parse(text).root) == #"{b: 1, a: [x, "y", "z"], c: {k: v, l: [m]}, d: "two\#nlines\#n"}"#)
    }

    @Test("a plain scalar is null when it is empty, ~ or null; a quoted one never is")
    func null() {
        let document = parse("a:\nb: ~\nc: null\nd: ''\ne: \"null\"\nf: nil\n")
        guard case .mapping(let entries) = document.root?.content else {
            Issue.record("no mapping")
            return
        }
        let nulls = entries.filter {
            if case .scalar(let scalar) = $0.value.content { scalar.isNull } else { false }
        }
        #expect(nulls.map(\.key) == ["a", "b", "c"])
    }

    @Test("marks are lines and columns from 1, and columns count characters, not bytes")
    func marks() {
        guard case .mapping(let entries) = parse("größe: [ä, 'öü']\nb:\n  - last\n").root?.content,
            case .sequence(let first) = entries[0].value.content,
            case .sequence(let second) = entries[1].value.content
        else {
            Issue.record("another tree")
            return
        }
        #expect(entries[0].keySpan == span(1, 1, 1, 6))
        #expect(entries[0].value.span == span(1, 8, 1, 17))
        #expect(first.map(\.span) == [span(1, 9, 1, 10), span(1, 12, 1, 16)])
        #expect(second.map(\.span) == [span(3, 5, 3, 9)])
    }

    @Test("a byte order mark at the front does not shift the columns")
    func byteOrderMark() {
        guard case .mapping(let entries) = parse("\u{feff}a: b\n").root?.content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries[0].keySpan == span(1, 1, 1, 2))
    }

    @Test("lines break where the parser breaks them: LF, CR LF, CR, NEL, LS, PS")
    func lineBreaks() {
        let source = SourceText(Array("a\nb\r\nc\rd\u{85}e\u{2028}f\u{2029}g".utf8), index: 0)
        #expect(source.lineCount == 7)
        #expect((1...8).map(source.line) == ["a", "b", "c", "d", "e", "f", "g", ""])
    }

    @Test("an anchor can be used again, and the alias stands for the same tree")
    func aliases() {
        let document = parse("a: &x [1, &y {k: v}]\nb: *x\nc: *y\n")
        #expect(document.problems == [])
        #expect(outline(document.root) == "{a: [1, {k: v}], b: [1, {k: v}], c: {k: v}}")
    }

    @Test("an anchor that is set again names the later node")
    func anchorsAgain() {
        #expect(outline(parse("[&a 1, *a, &a 2, *a]").root) == "[1, 1, 2, 2]")
    }
}
