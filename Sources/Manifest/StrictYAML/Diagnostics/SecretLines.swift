import YAML

/// Where secrets stand in a file, found without understanding it: a file that is not even YAML may hold one.
///
/// The rule for everything that is printed: **what stands as a value at a key that holds a secret, on its line and on those that
/// belong to it, is never shown**, neither in the line nor quoted from it. What only names a variable is no secret. In doubt
/// too much is covered.
struct SecretLines {
    private var covered: [Int: [Range<Int>]] = [:]

    init(_ source: SourceText, of language: Language) {
        var scanner = SecretScanner(language.secretNames)
        for number in 1...max(1, source.lineCount) {
            let ranges = scanner.ranges(in: Array(source.line(number).unicodeScalars))
            if !ranges.isEmpty { covered[number] = ranges }
        }
    }

    /// In Unicode scalars, from 0.
    package func ranges(inLine number: Int) -> [Range<Int>] { covered[number] ?? [] }

    /// What stands at a place that is covered; nil where it is not.
    package func text(at span: SourceSpan, in source: SourceText) -> String? {
        guard let ranges = covered[span.start.line] else { return nil }
        let line = Array(source.line(span.start.line).unicodeScalars)
        let start = min(span.start.column - 1, line.count)
        let end =
            span.end.line == span.start.line ? min(max(start, span.end.column - 1), line.count) : line.count
        guard end > start, ranges.contains(where: { $0.overlaps(start..<end) }) else { return nil }
        return String(String.UnicodeScalarView(line[start..<end]))
    }

    /// Nothing of this line may be quoted.
    package func contains(line number: Int) -> Bool { covered[number] != nil }
}
