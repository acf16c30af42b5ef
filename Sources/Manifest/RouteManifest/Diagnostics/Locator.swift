import Diagnostics
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

    init(file: String, source: SourceText, blotted: [SourceSpan], secretLines: SecretLines) {
        self.file = file
        self.source = source
        self.blotted = blotted
        self.secretLines = secretLines
    }

    func location(_ place: SourceSpan) -> SourceLocation {
        let span = source.clamped(place)
        let scalars = line(span.start.line)
        let end = span.end.line == span.start.line ? span.end.column - 1 : scalars.count
        return SourceLocation(
            file: file, line: span.start.line, of: scalars, from: span.start.column - 1, to: end)
    }

    /// All of them, or none.
    func edits(_ edits: [Remedy.Edit]) -> [SourceEdit] {
        let placed = edits.compactMap(edit)
        return placed.count == edits.count ? placed : []
    }

    private func edit(_ edit: Remedy.Edit) -> SourceEdit? {
        guard source.isShort(edit.span.start.line), source.isShort(edit.span.end.line) else { return nil }
        return SourceEdit(start: place(edit.span.start), end: place(edit.span.end), text: edit.text)
    }

    private func place(_ mark: SourceMark) -> SourceEdit.Place {
        let before = source.line(mark.line).unicodeScalars.prefix(mark.column - 1)
        return SourceEdit.Place(line: mark.line, column: String(before).count + 1)
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
