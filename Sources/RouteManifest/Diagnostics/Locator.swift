import YAML

/// Turns spans into places that can be printed: the line they stand on, and where in it.
struct Locator {
    let file: String
    let source: SourceText
    /// What must not be printed.
    let blotted: [SourceSpan]

    /// Longer lines are cut around the place.
    private static let width = 110

    func location(_ span: SourceSpan) -> SourceLocation {
        var scalars = Array(source.line(span.start.line).unicodeScalars)
        blot(&scalars, line: span.start.line)
        let startIndex = min(span.start.column - 1, scalars.count)
        let endIndex =
            span.end.line == span.start.line ? min(span.end.column - 1, scalars.count) : scalars.count
        let before = Self.characters(scalars[..<startIndex])
        let marked = endIndex > startIndex ? Self.characters(scalars[startIndex..<endIndex]) : []
        let after = Self.characters(scalars[max(startIndex, endIndex)...])
        let line = before + marked + after
        let shown = Self.window(of: line, around: before.count)
        return SourceLocation(
            file: file, line: span.start.line, column: before.count + 1, sourceLine: shown.text,
            caret: shown.caret,
            length: max(1, min(marked.count, shown.text.count - shown.caret)))
    }

    /// Tabs become single spaces, so that the caret stands right.
    private static func characters(_ scalars: ArraySlice<Unicode.Scalar>) -> [Character] {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text).map { $0 == "\t" ? " " : $0 }
    }

    private static func window(of line: [Character], around caret: Int) -> (text: String, caret: Int) {
        guard line.count > width else { return (String(line), caret) }
        let start = max(0, min(caret - 40, line.count - width))
        let end = start + width
        let head = start > 0 ? "…" : ""
        let tail = end < line.count ? "…" : ""
        return (head + String(line[start..<end]) + tail, caret - start + head.count)
    }

    private func blot(_ scalars: inout [Unicode.Scalar], line: Int) {
        for span in blotted where span.start.line <= line && line <= span.end.line {
            let from = span.start.line == line ? span.start.column - 1 : 0
            let to = span.end.line == line ? min(span.end.column - 1, scalars.count) : scalars.count
            for index in from..<max(from, to) { scalars[index] = "*" }
        }
        for range in SecretWords.ranges(in: scalars) {
            for index in range { scalars[index] = "*" }
        }
    }
}

/// Finds what looks like a secret in a line without understanding it: a line that is not even YAML may hold one.
enum SecretWords {
    /// The values after `secret:`, except for those that only name a variable.
    static func ranges(in line: [Unicode.Scalar]) -> [Range<Int>] {
        let word = Array("secret:".unicodeScalars)
        var ranges: [Range<Int>] = []
        var index = 0
        while index + word.count <= line.count {
            guard
                line[index..<index + word.count].elementsEqual(
                    word, by: { $0.properties.lowercaseMapping == String($1) })
            else {
                index += 1
                continue
            }
            let start = line[(index + word.count)...].firstIndex { $0 != " " && $0 != "\t" } ?? line.count
            let end = line[start...].firstIndex { ",}]".unicodeScalars.contains($0) } ?? line.count
            let value = String(String.UnicodeScalarView(line[start..<end]))
            let trimmed = end - value.reversed().prefix { $0 == " " }.count
            if !isVariable(value) { ranges.append(start..<max(start, trimmed)) }
            index = max(end, index + 1)
        }
        return ranges
    }

    /// `${NAME` alone, cut before its brace, or with the brace: nothing of a value in it.
    private static func isVariable(_ value: String) -> Bool {
        guard value.hasPrefix("${") else { return value.hasPrefix("#") || value.isEmpty }
        return value.dropFirst(2).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
