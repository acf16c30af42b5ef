import Diagnostics
import Testing

@Suite("a change of a file")
struct SourceEditTests {
    /// By offsets alone: line and column are for others.
    private static func edit(_ range: Range<Int>, _ text: String) -> SourceEdit {
        SourceEdit(
            file: "routes.yaml", start: SourceEdit.Place(line: 1, column: 1, offset: range.lowerBound),
            end: SourceEdit.Place(line: 1, column: 1, offset: range.upperBound), text: text)
    }

    @Test("several are of the file as it is, in whatever order they come")
    func several() {
        let edits = [Self.edit(8..<8, "!"), Self.edit(0..<1, "A"), Self.edit(3..<6, "")]
        #expect(edits.applied(to: Array("abcdefgh".utf8)) == Array("Abcgh!".utf8))
        #expect([SourceEdit]().applied(to: [1, 2]) == [1, 2])
    }

    @Test(
        "a line that is inserted ends as the file's first one does",
        arguments: [("a\r\nb\n", "\r\n"), ("a\rb", "\r"), ("a\nb\r\n", "\n"), ("ab", "\n")])
    func lineEnds(text: String, end: String) {
        let edits = [Self.edit(0..<0, "x\ny\n")]
        #expect(edits.applied(to: Array(text.utf8)) == Array("x\(end)y\(end)\(text)".utf8))
    }

    @Test("bytes that are no text stay as they are")
    func bytes() {
        #expect([Self.edit(1..<2, "é")].applied(to: [0xff, 0x61, 0xfe]) == [0xff, 0xc3, 0xa9, 0xfe])
    }

    @Test("what meets at a place touches: which comes first is not to be guessed")
    func touching() {
        #expect(Self.edit(0..<2, "").touches(Self.edit(2..<3, "")))
        #expect(Self.edit(2..<2, "a").touches(Self.edit(2..<2, "b")))
        #expect(!Self.edit(0..<1, "").touches(Self.edit(2..<3, "")))
        #expect(Self.edit(0..<9, "").touches(Self.edit(4..<4, "x")))
    }
}
