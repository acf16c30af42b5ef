/// What the parser reads without complaint and nobody means: text that looks like something else.
enum Misreading {
    /// A plain text that begins or ends with what looks like a space.
    static func oddBlank(in scalar: YAMLScalar, _ span: SourceSpan, _ source: SourceText) -> YAMLProblem? {
        guard scalar.style == .plain, let first = scalar.text.unicodeScalars.first,
            let last = scalar.text.unicodeScalars.last,
            [first, last].contains(where: { OddCharacter.blank($0) != nil })
        else { return nil }
        return oddBlank(in: source, source.offset(of: span.start)..<source.offset(of: span.end))
    }

    private static func oddBlank(in source: SourceText, _ range: Range<Int>) -> YAMLProblem? {
        guard let found = OddCharacter.replaced(in: source.bytes, range, by: OddCharacter.blank) else {
            return nil
        }
        let start = found.range.lowerBound
        return SlipGuess(
            kind: .oddBlank(found.first), range: found.range, replacement: found.replacement,
            place: start..<start + UTF8.width(found.first)
        ).problem(in: source)
    }

    /// `path:/oauth/token` on a line of its own, or between braces: a key and its value to everybody but the parser.
    static func keyWithoutBlank(_ scalar: YAMLScalar, _ span: SourceSpan, _ source: SourceText)
        -> YAMLProblem?
    {
        guard scalar.style == .plain, let parts = KeyLikeText(Array(scalar.text.utf8)[...]),
            // An address has a colon, too.
            parts.value.first != .colon, parts.value.prefix(2) != [.slash, .slash]
        else { return nil }
        let range = source.offset(of: span.start)..<source.offset(of: span.end)
        // `mcp:admin:` is a key, and what is in quotes is meant as it stands.
        guard source.bytes[range].first?.isWord == true,
            source.bytes[range.upperBound...].first(where: { !$0.isBlank }) != .colon
        else { return nil }
        if let problem = oddBlank(in: source, range) { return problem }
        return SlipGuess(kind: .blankAfterColon, range: range, replacement: parts.spaced).problem(in: source)
    }
}
