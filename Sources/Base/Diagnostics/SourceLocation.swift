/// A place in a file, with the line it stands on.
package struct SourceLocation: Sendable, Equatable {
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1, in characters.
    package let column: Int
    /// The whole line, fit for a terminal; a very long line is cut around the place.
    package let sourceLine: String
    /// Which character of `sourceLine` the caret stands under, from 0.
    package let caret: Int
    /// How many characters are underlined, at least 1.
    package let length: Int

    /// Longer lines are cut around the place.
    private static let width = 110
    /// In lines longer than this, columns count Unicode scalars, and only the surroundings of a place are looked at.
    private static let wholeLine = 4096

    /// - Parameters:
    ///   - scalars: The line, without what must not be printed.
    ///   - start: In scalars, from 0, as the end.
    package init(file: String, line: Int, of scalars: [Unicode.Scalar], from start: Int, to end: Int) {
        let start = min(start, scalars.count)
        let end = min(end, scalars.count)
        let isWhole = scalars.count <= Self.wholeLine
        let first = isWhole ? 0 : max(0, start - 2 * Self.width)
        let final = isWhole ? scalars.count : min(scalars.count, start + 2 * Self.width)
        let before = Self.characters(scalars[first..<start])
        let marked = end > start ? Self.characters(scalars[start..<min(end, final)]) : []
        let after = Self.characters(scalars[min(max(start, end), final)..<final])
        let shown = Self.window(of: before + marked + after, around: before.count)
        self.file = file
        self.line = line
        column = first + before.count + 1
        sourceLine = shown.text
        caret = shown.caret
        length = max(1, min(marked.count, shown.text.count - shown.caret))
    }

    /// Tabs become single spaces, so that the caret stands right.
    private static func characters(_ scalars: ArraySlice<Unicode.Scalar>) -> [Character] {
        let shown = scalars.map { $0 == "\t" ? " " : PrintableText.scalar($0) }
        return Array(String(String.UnicodeScalarView(shown)))
    }

    private static func window(of line: [Character], around caret: Int) -> (text: String, caret: Int) {
        guard line.count > width else { return (String(line), caret) }
        let start = max(0, min(caret - 40, line.count - width))
        let end = start + width
        let head = start > 0 ? "…" : ""
        let tail = end < line.count ? "…" : ""
        return (head + String(line[start..<end]) + tail, caret - start + head.count)
    }
}
