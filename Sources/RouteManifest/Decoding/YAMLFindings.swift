import YAML

extension Findings {
    /// Says in the manifest's words what is wrong with the file as YAML.
    func add(_ problem: YAMLProblem) {
        let (code, message, hint) = problem.kind.explanation
        let note: String =
            switch problem.kind {
            case .duplicateKey: "first set here"
            case .syntax(_, let context?): context
            default: "see here"
            }
        error(
            code, message, at: problem.span, hint: hint,
            related: problem.related.map { Finding.Related(message: note, span: $0) })
    }
}

extension YAMLProblem.Kind {
    fileprivate var explanation: (DiagnosticCode, message: String, hint: String?) {
        switch self {
        case .syntax(let problem, _): (.yamlSyntax, problem, Self.hint(for: problem))
        case .tag(let tag):
            (
                .yamlFeature, "tag \(quoted(tag)): tags are not read here",
                "remove it; the key decides the type"
            )
        case .directive: (.yamlFeature, "directives are not read here", "remove the line that begins with %")
        case .mergeKey:
            (.yamlFeature, "merge keys are not read here", "write the keys out, or use 'defaults'")
        case .secondDocument:
            (.yamlFeature, "a second document begins here", "a manifest is one document; remove the ---")
        case .keyIsNotText:
            (.yamlFeature, "a key must be a single value", "'? ' and '[…]: ' keys are not read here")
        case .duplicateKey(let key): (.duplicateKey, "\(quoted(key)) is set twice", "keep one of them")
        case .unknownAlias(let name):
            (
                .yamlSyntax, "alias \(quoted(name)) has no anchor before it",
                "name it first with &\(name), or quote the *"
            )
        case .aliasCycle(let name):
            (.yamlFeature, "alias \(quoted(name)) stands inside what it names", "remove it")
        case .tooLarge(let bytes):
            (
                .yamlLimit, "the file has \(bytes) bytes, the limit is \(YAMLLimits.bytes)",
                "is it the right file?"
            )
        case .tooDeep: (.yamlLimit, "nested deeper than \(YAMLLimits.depth) levels", "is it the right file?")
        case .tooManyNodes:
            (.yamlLimit, "more than \(YAMLLimits.nodes) values, aliases expanded", "is it the right file?")
        case .invalidUTF8: (.encoding, "not UTF-8", "save the file as UTF-8")
        case .controlCharacter(let value):
            (
                .encoding, "control character U+\(Self.hexadecimal(value)) in the file",
                value == 0 ? "is it a text file in UTF-8?" : "remove it"
            )
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func hint(for problem: String) -> String? {
        switch problem {
        case let text where text.contains("cannot start any token"):
            "indent with spaces, not tabs, and quote values that begin with @ or `"
        case let text where text.contains("mapping values are not allowed"):
            "a value with ': ' in it needs quotes; or the line is indented too far"
        case let text where text.contains("could not find expected ':'"):
            "a key is followed by a colon and a space"
        case let text where text.contains("block end") || text.contains("block entry"):
            "the indentation does not fit the lines above"
        default: nil
        }
    }
}
