import Testing
import YAML

@Suite("what is refused of YAML")
struct YAMLStrictnessTests {
    private func problems(_ text: String) -> [YAMLProblem] { parse(text).problems }

    @Test("every tag, whether known or not, and each is named")
    func tags() {
        let found = problems("a: !!int 1\nb: !mine {c: ! d}\ne: !<tag:x> [f]\n")
        #expect(
            found.map(\.kind) == [
                .tag("tag:yaml.org,2002:int"), .tag("!mine"), .tag("!"), .tag("tag:x"),
            ])
        #expect(found.map(\.span.start.line) == [1, 2, 2, 3])
    }

    @Test("directives", arguments: ["%YAML 1.1\n---\na: b\n", "%TAG ! tag:x:\n---\na: b\n"])
    func directives(_ text: String) {
        #expect(problems(text).map(\.kind) == [.directive])
    }

    @Test("merge keys; a quoted << is a key like any other")
    func mergeKeys() {
        #expect(problems("a: &a {b: c}\nd:\n  <<: *a\n").map(\.kind) == [.mergeKey])
        #expect(problems("a: {'<<': b}\n") == [])
    }

    @Test("equal keys, with the place of the first; the first value stands")
    func duplicateKeys() {
        let document = parse("a: 1\nb: {c: 1, c: 2}\n'a': 3\n\"a\": 4\n")
        #expect(
            document.problems.map(\.kind) == [.duplicateKey("c"), .duplicateKey("a"), .duplicateKey("a")])
        #expect(document.problems.map(\.related) == [span(2, 5, 2, 6), span(1, 1, 1, 2), span(1, 1, 1, 2)])
        #expect(outline(document.root) == "{a: 1, b: {c: 1}}")
    }

    @Test("keys that are not text", arguments: ["? [a]\n: b\n", "{[a]: b}\n", "? {a: b}\n: c\n"])
    func complexKeys(_ text: String) {
        #expect(problems(text).map(\.kind) == [.keyIsNotText])
    }

    @Test("a second document, even an empty one", arguments: ["a: b\n---\nc: d\n", "a\n---\n", "---\n---\n"])
    func secondDocument(_ text: String) {
        let document = parse(text)
        #expect(document.problems.map(\.kind) == [.secondDocument])
        #expect(document.root == nil)
    }

    @Test("an alias of nothing, and one that stands inside what it names")
    func aliases() {
        #expect(problems("a: *b\n").map(\.kind) == [.unknownAlias("b")])
        #expect(problems("a: &a [*a]\n").map(\.kind) == [.aliasCycle("a")])
        #expect(problems("&a {b: {c: *a}}\n").map(\.kind) == [.aliasCycle("a")])
    }

    @Test("aliases that multiply to more than the limit of nodes, in no time")
    func aliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            text +=
                "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
        }
        #expect(problems(text).map(\.kind) == [.tooManyNodes])
    }

    @Test("64 levels of nesting are read and 65 are not, with aliases counted for what they hold")
    func depth() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(problems(nested(64)) == [])
        #expect(problems(nested(65)).map(\.kind) == [.tooDeep])
        #expect(problems(nested(100_000)).map(\.kind) == [.tooDeep])
        #expect(problems("a: &a \(nested(40))\nb: {c: *a}\n") == [])
        #expect(
            problems("a: &a \(nested(40))\nb: \(String(repeating: "[", count: 30))*a").map(\.kind) == [
                .tooDeep
            ])
        #expect(problems(String(repeating: "- ", count: 65) + "x\n").map(\.kind) == [.tooDeep])
    }

    @Test("1 MiB is read, one byte more is not")
    func size() {
        let text = "a: " + String(repeating: "x", count: YAMLLimits.bytes - 3)
        #expect(problems(text) == [])
        #expect(problems(text + "x").map(\.kind) == [.tooLarge])
    }

    @Test("more nodes than the limit, without any alias")
    func nodes() {
        let text = "[" + String(repeating: "x,", count: YAMLLimits.nodes + 1) + "]"
        #expect(problems(text).map(\.kind) == [.tooManyNodes])
    }

    @Test("bytes that are no UTF-8, with the place of the first")
    func encoding() {
        let document = YAMLDocument(parsing: Array("a: b\nä: ".utf8) + [0xff, 0x0a])
        #expect(document.problems == [YAMLProblem(.invalidUTF8, at: span(2, 4, 2, 5))])
        for bytes: [UInt8] in [
            [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff, 0xfe, 0x61, 0],
        ] {
            #expect(YAMLDocument(parsing: bytes).problems.map(\.kind) == [.invalidUTF8])
        }
    }

    @Test(
        "control characters, NUL and a late byte order mark",
        arguments: [0x00, 0x07, 0x1b, 0x7f, 0x9b, 0xfeff, 0xfffe])
    func controlCharacters(_ value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let found = problems("a: x\(Character(scalar))\n")
        #expect(found == [YAMLProblem(.controlCharacter(scalar), at: span(1, 5, 1, 6))])
    }

    @Test("what no slip explains comes with its place and that of what it is about, after earlier problems")
    func syntax() {
        let document = parse("a: 1\na: 2\nb: [c,\n  d\ne: f\n")
        #expect(document.root == nil)
        #expect(document.problems.count == 2)
        #expect(document.problems.first?.kind == .duplicateKey("a"))
        #expect(document.problems.last?.span.start == SourceMark(source: 0, line: 5, column: 2))
        #expect(document.problems.last?.related?.start == SourceMark(source: 0, line: 3, column: 4))
    }

    @Test("a hundred problems are enough")
    func manyProblems() {
        let text = (0..<5000).map { _ in "a: !t 1\n" }.joined()
        #expect(problems(text).count == YAMLLimits.problems)
    }
}
