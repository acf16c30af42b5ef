package import YAML

extension YAMLSlip {
    /// What to say of it; on a line that holds a secret without quoting it.
    package func explanation(at span: SourceSpan, isSecret: Bool) -> (
        DiagnosticCode, message: String, hint: String?
    ) {
        let (message, words) = words(isSecret: isSecret)
        // What is to be written is the best hint, unless it stands elsewhere, or can't be seen.
        let isShown = span == edit.span && !edit.text.allSatisfy(\.isWhitespace) && !isSecret
        return (.yamlSyntax, message, isShown ? "write \(edit.text)" : words)
    }

    private func words(isSecret: Bool) -> (message: String, hint: String) {
        switch kind {
        case .oddBlank(let scalar):
            (
                "\(scalar.properties.name?.lowercased() ?? "a character") (\(scalar.codePoint)) where a space is wanted",
                edit.span.start.line == edit.span.end.line
                    ? "write a plain space" : "here and in the lines below, write plain spaces"
            )
        case .typographicQuote(let scalar):
            ("a typographic quote (\(scalar.codePoint)) does not quote anything", "write plain quotes")
        case .tab(let wanted): ("a tab in the indentation", "indent with \(Self.spaces(wanted))")
        case .unknownEscape: ("this escape means nothing in double quotes", "a backslash is written twice")
        case .openQuote: ("this quote is not closed", "close it on this line")
        case .reserved(let scalar):
            ("a value can't begin with \(isSecret ? "this character" : "'\(scalar)'")", "put it in quotes")
        case .reservedInKey(let scalar): ("a key can't begin with '\(scalar)'", "remove that")
        case .colonInText: ("a value with ': ' in it needs quotes", "put it in quotes")
        case .openBracket: ("this bracket is not closed", "close it on this line")
        case .strayBracket:
            ("a bracket here closes nothing", edit.text.isEmpty ? "remove it" : "open it before the value")
        case .blankAfterColon: ("a space is missing after the colon", "write a space after the colon")
        case .missingColon: ("a colon is missing after the key", "write a colon and a space after the key")
        case .missingDash: ("a dash is missing", "begin each entry with a dash and a space")
        case .blankAfterDash: ("a dash is followed by one space", "write one space after the dash")
        case .indentation(let found, let wanted):
            (
                found == 0
                    ? "not indented, which does not fit the lines around it"
                    : "indented by \(Self.spaces(found)), which does not fit the lines around it",
                wanted == 0 ? "begin it at the margin" : "indent it by \(Self.spaces(wanted))"
            )
        }
    }

    private static func spaces(_ count: Int) -> String { count == 1 ? "1 space" : "\(count) spaces" }
}

extension Unicode.Scalar {
    /// `U+00A0`
    var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
