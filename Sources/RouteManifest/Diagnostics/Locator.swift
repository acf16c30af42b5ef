import YAML

/// Turns spans into places that can be printed: the line they stand on, and where in it.
final class Locator {
    private let file: String
    private let source: SourceText
    /// What must not be printed.
    private let blotted: [SourceSpan]
    private let secretLines: SecretLines
    /// The line that was asked for last: a file on one line would else be read anew for each of its problems.
    private var last: (number: Int, scalars: [Unicode.Scalar])?

    /// Longer lines are cut around the place.
    private static let width = 110
    /// In lines longer than this, columns count Unicode scalars, and only the surroundings of a place are looked at.
    private static let wholeLine = 4096

    init(file: String, source: SourceText, blotted: [SourceSpan], secretLines: SecretLines) {
        self.file = file
        self.source = source
        self.blotted = blotted
        self.secretLines = secretLines
    }

    func location(_ place: SourceSpan) -> SourceLocation {
        let span = source.clamped(place)
        let scalars = line(span.start.line)
        let start = min(span.start.column - 1, scalars.count)
        let end = span.end.line == span.start.line ? min(span.end.column - 1, scalars.count) : scalars.count
        let isWhole = scalars.count <= Self.wholeLine
        let first = isWhole ? 0 : max(0, start - 2 * Self.width)
        let final = isWhole ? scalars.count : min(scalars.count, start + 2 * Self.width)
        let before = Self.characters(scalars[first..<start])
        let marked = end > start ? Self.characters(scalars[start..<min(end, final)]) : []
        let after = Self.characters(scalars[min(max(start, end), final)..<final])
        let shown = Self.window(of: before + marked + after, around: before.count)
        return SourceLocation(
            file: file, line: span.start.line, column: first + before.count + 1, sourceLine: shown.text,
            caret: shown.caret, length: max(1, min(marked.count, shown.text.count - shown.caret)))
    }

    func edit(_ edit: Remedy.Edit) -> SourceEdit? {
        guard source.isShort(edit.span.start.line), source.isShort(edit.span.end.line) else { return nil }
        return SourceEdit(start: place(edit.span.start), end: place(edit.span.end), text: edit.text)
    }

    private func place(_ mark: SourceMark) -> SourceEdit.Place {
        let before = source.line(mark.line).unicodeScalars.prefix(mark.column - 1)
        return SourceEdit.Place(line: mark.line, column: String(before).count + 1)
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

    private func line(_ number: Int) -> [Unicode.Scalar] {
        if let last, last.number == number { return last.scalars }
        var scalars = Array(source.line(number).unicodeScalars)
        blot(&scalars, line: number)
        last = (number, scalars)
        return scalars
    }

    private func blot(_ scalars: inout [Unicode.Scalar], line: Int) {
        for span in blotted where span.start.line <= line && line <= span.end.line {
            let from = span.start.line == line ? span.start.column - 1 : 0
            let to = span.end.line == line ? min(span.end.column - 1, scalars.count) : scalars.count
            for index in from..<max(from, to) { scalars[index] = "*" }
        }
        for range in secretLines.ranges(inLine: line) {
            for index in range where index < scalars.count { scalars[index] = "*" }
        }
    }
}
