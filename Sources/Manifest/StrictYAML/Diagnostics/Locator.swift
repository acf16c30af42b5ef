import Diagnostics
import YAML

/// Turns spans into places that can be printed: the file and the line they stand on, and where in it.
final class Locator {
    private let sources: SourceFiles
    private let texts: [ShownText]
    /// The line that was asked for last: a file on one line would else be read anew for each of its problems.
    private var last: (source: Int, number: Int, scalars: [Unicode.Scalar])?

    /// - Parameter texts: Of all the sources.
    init(_ sources: SourceFiles, _ texts: [ShownText]) {
        self.sources = sources
        self.texts = texts
    }

    package func location(_ place: SourceSpan) -> SourceLocation {
        let text = texts[place.start.source]
        let span = text.source.clamped(place)
        let scalars = line(of: span.start)
        let end = span.end.line == span.start.line ? span.end.column - 1 : scalars.count
        return SourceLocation(
            file: text.file, line: span.start.line, of: scalars, from: span.start.column - 1, to: end)
    }

    /// All of the edits, or none.
    package func mending(_ finding: Finding) -> Mending {
        guard let remedy = finding.remedy else { return .inWords }
        let edits = remedy.edits.compactMap(edit)
        guard !edits.isEmpty, edits.count == remedy.edits.count else { return .inWords }
        return remedy.isChoice || finding.code.isMatterOfIntent ? .choice(edits) : .change(edits)
    }

    private func edit(_ edit: Remedy.Edit) -> SourceEdit? {
        let text = texts[edit.span.start.source]
        guard text.source.isShort(edit.span.start.line), text.source.isShort(edit.span.end.line) else {
            return nil
        }
        return SourceEdit(
            file: text.file, start: place(edit.span.start, in: text.source),
            end: place(edit.span.end, in: text.source), text: edit.text)
    }

    private func place(_ mark: SourceMark, in source: SourceText) -> SourceEdit.Place {
        let before = source.line(mark.line).unicodeScalars.prefix(mark.column - 1)
        return SourceEdit.Place(
            line: mark.line, column: String(before).count + 1,
            offset: source.bytesBefore + source.offset(of: mark))
    }

    private func line(of mark: SourceMark) -> [Unicode.Scalar] {
        if let last, (last.source, last.number) == (mark.source, mark.line) { return last.scalars }
        let scalars = texts[mark.source].scalars(
            ofLine: mark.line, covering: sources[mark].secretLines)
        last = (mark.source, mark.line, scalars)
        return scalars
    }
}
