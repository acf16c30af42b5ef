package import Diagnostics
package import YAML

/// The text of a file, or of an overlay, as it may be shown: what is secret in it is covered.
package struct ShownText: Sendable {
    /// As diagnostics call it.
    package let file: String
    package let source: SourceText
    /// Where values stand in it that were read as secrets.
    private let blotted: [SourceSpan]
    private let language: Language

    package init(_ source: SourceFile, blotted: [SourceSpan]) {
        file = source.file
        self.source = source.text
        self.blotted = blotted
        language = source.language
    }

    /// - Parameter secretLines: What holds secrets by the look of it.
    func scalars(ofLine number: Int, covering secretLines: SecretLines) -> [Unicode.Scalar] {
        var scalars = Array(source.line(number).unicodeScalars)
        for span in blotted where span.start.line <= number && number <= span.end.line {
            let from = span.start.line == number ? span.start.column - 1 : 0
            let to = span.end.line == number ? min(span.end.column - 1, scalars.count) : scalars.count
            for index in from..<max(from, to) { scalars[index] = "*" }
        }
        for range in secretLines.ranges(inLine: number) {
            for index in range where index < scalars.count { scalars[index] = "*" }
        }
        return scalars
    }

    /// All of it.
    package var lines: [UnifiedDiff.Line] {
        let secretLines = SecretLines(source, of: language)
        return (1...source.lineCount).compactMap { number in
            let bytes = source.wholeLine(number)
            // Behind the last end of a line there is none.
            guard !bytes.isEmpty else { return nil }
            let shown = scalars(ofLine: number, covering: secretLines).map {
                $0 == "\t" ? $0 : PrintableText.scalar($0)
            }
            let isEnded = number < source.lineCount
            return UnifiedDiff.Line(bytes, shown: String(String.UnicodeScalarView(shown)), isEnded: isEnded)
        }
    }
}
