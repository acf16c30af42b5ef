import Diagnostics
import YAML

/// Turns spans into places that can be printed: the file and the line they stand on, and where in it.
final class Locator {
    private let sources: ManifestSources
    /// What must not be printed.
    private let blotted: [SourceSpan]
    /// The line that was asked for last: a file on one line would else be read anew for each of its problems.
    private var last: (source: Int, number: Int, scalars: [Unicode.Scalar])?

    init(_ sources: ManifestSources, blotted: [SourceSpan]) {
        self.sources = sources
        self.blotted = blotted
    }

    func location(_ place: SourceSpan) -> SourceLocation {
        let source = sources[place.start]
        let span = source.text.clamped(place)
        let scalars = line(of: span.start)
        let end = span.end.line == span.start.line ? span.end.column - 1 : scalars.count
        return SourceLocation(
            file: source.file, line: span.start.line, of: scalars, from: span.start.column - 1, to: end)
    }

    /// All of them, or none.
    func edits(_ edits: [Remedy.Edit]) -> [SourceEdit] {
        let placed = edits.compactMap(edit)
        return placed.count == edits.count ? placed : []
    }

    private func edit(_ edit: Remedy.Edit) -> SourceEdit? {
        let source = sources[edit.span.start]
        guard source.text.isShort(edit.span.start.line), source.text.isShort(edit.span.end.line) else {
            return nil
        }
        return SourceEdit(
            file: source.file, start: place(edit.span.start, in: source.text),
            end: place(edit.span.end, in: source.text), text: edit.text)
    }

    private func place(_ mark: SourceMark, in text: SourceText) -> SourceEdit.Place {
        let before = text.line(mark.line).unicodeScalars.prefix(mark.column - 1)
        return SourceEdit.Place(line: mark.line, column: String(before).count + 1)
    }

    private func line(of mark: SourceMark) -> [Unicode.Scalar] {
        if let last, (last.source, last.number) == (mark.source, mark.line) { return last.scalars }
        let source = sources[mark]
        var scalars = Array(source.text.line(mark.line).unicodeScalars)
        blot(&scalars, lineOf: mark)
        for range in source.secretLines.ranges(inLine: mark.line) {
            for index in range where index < scalars.count { scalars[index] = "*" }
        }
        last = (mark.source, mark.line, scalars)
        return scalars
    }

    private func blot(_ scalars: inout [Unicode.Scalar], lineOf mark: SourceMark) {
        let line = mark.line
        for span in blotted
        where span.start.source == mark.source && span.start.line <= line && line <= span.end.line {
            let from = span.start.line == line ? span.start.column - 1 : 0
            let to = span.end.line == line ? min(span.end.column - 1, scalars.count) : scalars.count
            for index in from..<max(from, to) { scalars[index] = "*" }
        }
    }
}
