import Support
import Testing
import YAML

@Suite("any bytes whatever")
struct HostileInputTests {
    private static let sound = Array(
        """
        a: &x [1, 'two', "th\\u00eree"] # comment
        b: {c: *x, ? d : e}
        f: |-
          block
        g: >+2
            folded
        """.utf8)

    /// Each problem stands at a character of the text, or right behind the last one of a line.
    private func check(_ document: YAMLDocument, _ text: [UInt8]) {
        for problem in document.problems {
            let mark = problem.span.start
            #expect((1...document.source.lineCount).contains(mark.line), "\(text)")
            let length = document.source.line(mark.line).unicodeScalars.count
            #expect((1...length + 1).contains(mark.column), "\(text)")
        }
    }

    @Test("every prefix of a document is read or refused")
    func prefixes() {
        for length in 0...Self.sound.count {
            let text = Array(Self.sound.prefix(length))
            check(YAMLDocument(parsing: text), text)
        }
    }

    @Test(
        "random bytes, and random words of the language, are read or refused",
        arguments: 0..<20 as Range<UInt64>)
    func noise(_ seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        let words = [
            "- ", "? ", ": ", "a", "&a ", "*a", "!t ", "[", "]", "{", "}", ",", "'", "\"", "|\n", ">\n", "\n",
            "  ", "\t", "#",
            "---\n", "...\n", "%YAML 1.1\n", "<<", "\\", "\r", "é", "\u{2028}", "@", "`", "~",
        ]
        for _ in 0..<150 {
            let bytes = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            check(YAMLDocument(parsing: bytes), bytes)
            let text = Array(
                (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    words.randomElement(using: &generator) ?? ""
                }
                .joined().utf8)
            check(YAMLDocument(parsing: text), text)
        }
    }

    @Test("a document with some bytes changed is read or refused", arguments: 0..<20 as Range<UInt64>)
    func mutations(_ seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        for _ in 0..<150 {
            var text = Self.sound
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<text.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: text[index] = UInt8.random(in: 0...127, using: &generator)
                case 1: text.remove(at: index)
                default: text.insert(contentsOf: text[index...].prefix(6), at: index)
                }
            }
            check(YAMLDocument(parsing: text), text)
        }
    }

    @Test(
        "long runs of one character end soon",
        arguments: [
            "[", "{", "- ", "? ", "a: ", "'", "\"", "&a ", "*a ", "!", "#", "\n", "\t", "|", ">", "%",
            "a:\n ", "- - ",
        ])
    func runs(_ piece: String) {
        let text = Array(String(repeating: piece, count: 60_000 / piece.utf8.count).utf8)
        check(YAMLDocument(parsing: text), text)
    }
}
