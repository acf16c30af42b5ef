import Testing
import YAML

/// A text with one slip in it, where that is, and the text after its remedy.
struct SlipCase: Sendable, CustomTestStringConvertible {
    let kind: YAMLSlip.Kind
    let text: String
    let line: Int
    let column: Int
    let mended: String

    var testDescription: String { text }

    init(_ kind: YAMLSlip.Kind, _ text: String, _ line: Int, _ column: Int, _ mended: String) {
        self.kind = kind
        self.text = text
        self.line = line
        self.column = column
        self.mended = mended
    }

    static let all: [SlipCase] = [
        // What looks like a blank, or like a quote.
        SlipCase(.oddBlank("\u{a0}"), "a:\u{a0}b\nc: d\n", 1, 3, "a: b\nc: d\n"),
        SlipCase(.oddBlank("\u{a0}"), "a:\n\u{a0} b: c\n  d: e\n", 2, 1, "a:\n  b: c\n  d: e\n"),
        SlipCase(
            .oddBlank("\u{a0}"), "a: b\nc:\u{a0}d\ne:\u{a0}f\ng: h\n", 2, 3, "a: b\nc: d\ne: f\ng: h\n"),
        SlipCase(.oddBlank("\u{2003}"), "a: b\u{2003}\n", 1, 5, "a: b \n"),
        SlipCase(.oddBlank("\u{200b}"), "a: {b: c, \u{200b}d: e}\n", 1, 11, "a: {b: c, d: e}\n"),
        SlipCase(.typographicQuote("”"), "a: \"b”\nc: d\n", 1, 6, "a: \"b\"\nc: d\n"),

        // Tabs and indentation.
        SlipCase(.tab(wanted: 2), "a:\n\tb: c\n  d: e\n", 2, 1, "a:\n  b: c\n  d: e\n"),
        SlipCase(.tab(wanted: 2), "a:\n  b: c\n \td: e\n", 3, 2, "a:\n  b: c\n  d: e\n"),
        SlipCase(.indentation(3, wanted: 2), "a:\n   b: c\n  d: e\n", 2, 4, "a:\n  b: c\n  d: e\n"),
        SlipCase(
            .indentation(4, wanted: 2), "a:\n  b: c\n    d: e\n  f: g\n", 3, 5, "a:\n  b: c\n  d: e\n  f: g\n"
        ),
        SlipCase(
            .indentation(0, wanted: 2), "a:\n  b:\n    c: d\ne:\n    f: g\n    h: i\n  j: k\n", 4, 1,
            "a:\n  b:\n    c: d\n  e:\n    f: g\n    h: i\n  j: k\n"),
        SlipCase(
            .indentation(4, wanted: 8),
            "a:\n    b:\n        c: d\n    e: f\n        g: h\n    i:\n        j: k\n", 4, 5,
            "a:\n    b:\n        c: d\n        e: f\n        g: h\n    i:\n        j: k\n"),

        // Quotes.
        SlipCase(.openQuote, "a: \"b\nc: d\n", 1, 4, "a: \"b\"\nc: d\n"),
        SlipCase(.openQuote, "a: 'b\nc: d\n# it's far\ne: f\n", 1, 4, "a: 'b'\nc: d\n# it's far\ne: f\n"),
        SlipCase(
            .openQuote, "a: [b, \"c]  # d\ne: f\n# \"\ng: h\n", 1, 8, "a: [b, \"c\"]  # d\ne: f\n# \"\ng: h\n"
        ),
        SlipCase(.openQuote, "a: [b, \"c]\nd: \"e\"\n", 1, 8, "a: [b, \"c\"]\nd: \"e\"\n"),
        SlipCase(.openQuote, "a: [\"b, \"c\"]\n", 1, 5, "a: [\"b\", \"c\"]\n"),
        SlipCase(.unknownEscape, "a: \"b\\qc\"\n", 1, 6, "a: \"b\\\\qc\"\n"),
        SlipCase(.colonInText, "a: b: c\n", 1, 4, "a: \"b: c\"\n"),
        SlipCase(.colonInText, "a: b: \"c\\\"\n", 1, 4, "a: 'b: \"c\\\"'\n"),
        SlipCase(.reserved("@"), "a: @b\n", 1, 4, "a: \"@b\"\n"),
        SlipCase(.reserved("`"), "a: [b, `c`]\n", 1, 8, "a: [b, \"`c`\"]\n"),
        SlipCase(.reserved("*"), "a: */b\n", 1, 4, "a: \"*/b\"\n"),

        // Brackets.
        SlipCase(.openBracket, "a: [b\nc: d\n", 1, 4, "a: [b]\nc: d\n"),
        SlipCase(.openBracket, "a: {b: [c\nd: e\n", 1, 4, "a: {b: [c]}\nd: e\n"),
        SlipCase(.openBracket, "a: [[b]\nc: d\n", 1, 4, "a: [b]\nc: d\n"),
        SlipCase(.strayBracket, "a: [b]]\nc: d\n", 1, 7, "a: [b]\nc: d\n"),
        SlipCase(.strayBracket, "a: b: c, d: e}\nf: g\n", 1, 4, "a: { b: c, d: e}\nf: g\n"),

        // Colons and keys.
        SlipCase(.blankAfterColon, "a:b\nc: d\n", 1, 1, "a: b\nc: d\n"),
        SlipCase(
            .blankAfterColon, "a: b\n\n# so\nc :[d]\n\n# on\ne: f\n", 4, 1,
            "a: b\n\n# so\nc: [d]\n\n# on\ne: f\n"),
        SlipCase(.blankAfterColon, "a:\n  b:/c\n", 2, 3, "a:\n  b: /c\n"),
        SlipCase(.blankAfterColon, "a: {b:c, d: e}\n", 1, 5, "a: {b: c, d: e}\n"),
        SlipCase(.blankAfterColon, "a:b\n", 1, 1, "a: b\n"),
        SlipCase(.missingColon, "a b\nc: d\n", 1, 1, "a: b\nc: d\n"),
        SlipCase(.missingColon, "a:\n  b\n    c: d\n", 2, 3, "a:\n  b:\n    c: d\n"),
        SlipCase(.missingColon, "ab/ [c]\nd: e\n", 1, 1, "ab: [c]\nd: e\n"),
        SlipCase(.missingColon, "a:b c\nd: e\n", 1, 1, "ab: c\nd: e\n"),
        SlipCase(.reservedInKey("!"), "!a: b\nc: d\n", 1, 1, "a: b\nc: d\n"),

        // Lists.
        SlipCase(.missingDash, "a:\n    {b: c}\n  - {d: e}\n", 2, 3, "a:\n  - {b: c}\n  - {d: e}\n"),
        SlipCase(.blankAfterDash, "a:\n  -b: c\n    d: e\n", 2, 3, "a:\n  - b: c\n    d: e\n"),
        SlipCase(.blankAfterDash, "a:\n  -   b: c\n    d: e\n", 2, 3, "a:\n  - b: c\n    d: e\n"),
    ]
}

@Suite("slips of the hand in YAML")
struct YAMLSlipTests {
    @Test(
        "a slip is recognised where it is, and its remedy makes the text what it should be",
        arguments: SlipCase.all)
    func slip(_ slip: SlipCase) throws {
        let document = parse(slip.text)
        try #require(document.problems.count == 1, "\(document.problems)")
        guard case .slip(let found) = document.problems[0].kind else {
            Issue.record("\(document.problems)")
            return
        }
        #expect(found.kind == slip.kind)
        #expect(
            document.problems[0].span.start == SourceMark(source: 0, line: slip.line, column: slip.column))
        let source = document.source
        let mended =
            source.bytes[..<source.offset(of: found.edit.span.start)] + Array(found.edit.text.utf8)
            + source.bytes[source.offset(of: found.edit.span.end)...]
        #expect(String(decoding: mended, as: UTF8.self) == slip.mended)
        #expect(YAMLDocument(parsing: Array(mended)).problems == [])
    }

    @Test(
        "what can be meant as it stands is no slip",
        arguments: [
            "a: b\u{a0}c\n", "a: “b” and “c”\n", "a: it’s\n", "a: http://b\n", "a:\n  http://b\n",
            "a:\n  fd00::1\n",
            "a: b:c\n", "- a:b\n", "a:b: c\n", "a:b:\n", "a: {b:c: d, \"e:f\"}\n", "a: 'b\n  c'\n",
            "a: [b,\n  c]\n",
            "a:\tb\n",
            "a: ${B:-c}\n", "a: |\n  “b\n   [c\n  d:e\n", "a: \"\u{a0}b\"\n",
        ])
    func sound(_ text: String) {
        #expect(parse(text).problems == [])
    }

    @Test("several slips are reported at once, as long as they are on lines of their own, and eight of many")
    func several() {
        func places(_ text: String) -> [[Int]] {
            parse(text).problems.map { [$0.span.start.line, $0.span.start.column] }
        }
        #expect(places("a b\nc: d\ne: f\ng: [h\ni: j\nk:l\nm: n\n") == [[1, 1], [4, 4], [6, 1]])
        #expect(places("a: \"b\nc: d\ne: f\n g: h\ni: j\nk: l\n") == [[1, 4], [4, 2]])
        #expect(places(String(repeating: "a: [b\nc: d\ne: f\n", count: 20)).count == 8)
    }

    @Test(
        "a mebibyte of slips is refused soon",
        arguments: ["a:b\n", "a \"b\n", "a: [\n", "-a\n", "a]\n", "a:\u{a0}b ", "\ta: b\n"])
    func many(_ piece: String) {
        let end = "\na: b: c: d\n"
        let text =
            String(repeating: piece, count: (YAMLLimits.bytes - end.utf8.count) / piece.utf8.count) + end
        #expect(!parse(text).problems.isEmpty)
    }
}
