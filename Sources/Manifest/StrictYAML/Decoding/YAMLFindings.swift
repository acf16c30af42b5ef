import Diagnostics
package import YAML

extension Decoding {
    /// Says in the manifest's words what is wrong with the file as YAML; on a line that holds a secret in words that quote
    /// nothing of it.
    package func add(_ problem: YAMLProblem) {
        let isSecret = sources.isSecret(lineOf: problem.span.start)
        if case .syntax(let words, let context) = problem.kind {
            return addSyntax(words, context, problem, isSecret: isSecret)
        }
        let (code, message, hint) = problem.explanation(isSecret: isSecret)
        findings.error(
            code, message, at: problem.span, remedy: hint.map { Remedy($0, edit: edit(problem)) },
            related: problem.related.map { Finding.Related(message: "first set here", span: $0) })
    }

    /// What mends a slip; nil where a secret would be copied with it.
    private func edit(_ problem: YAMLProblem) -> Remedy.Edit? {
        guard case .slip(let slip) = problem.kind else { return nil }
        let secretLines = sources[problem.span.start].secretLines
        let lines = slip.edit.span.start.line...slip.edit.span.end.line
        let isSecret =
            !slip.edit.text.allSatisfy(\.isWhitespace) && lines.contains(where: secretLines.contains)
        return isSecret ? nil : Remedy.Edit(slip.edit.span, slip.edit.text)
    }

    /// The parser's own words, except where it does not know what a person would see at once.
    private func addSyntax(_ words: String, _ context: String?, _ problem: YAMLProblem, isSecret: Bool) {
        if words.contains("end of stream"), let context, let opening = problem.related {
            return findings.error(
                .yamlSyntax, "the file ends \(context)", at: opening,
                hint: "a closing quote or bracket is missing")
        }
        let line = Array(sources[problem.span.start].text.line(problem.span.start.line).unicodeScalars)
        let column = problem.span.start.column - 1
        let character = line.indices.contains(column) ? line[column] : nil
        if words.contains("cannot start any token"), let character {
            let isTab = character == "\t"
            return findings.error(
                .yamlSyntax,
                isTab
                    ? "a tab in the indentation"
                    : "a value can't begin with \(isSecret ? "this character" : "'\(character)'")",
                at: problem.span, hint: isTab ? "indent with spaces" : "put it in quotes")
        }
        findings.error(
            .yamlSyntax, words, at: problem.span, hint: Self.syntaxHint(words),
            related: problem.related.map { Finding.Related(message: context ?? "see here", span: $0) })
    }

    private static func syntaxHint(_ words: String) -> String? {
        switch words {
        case _ where words.contains("mapping values are not allowed"):
            "a value with ': ' in it needs quotes; or the line is indented too far"
        case _ where words.contains("could not find expected ':'"): "a key is followed by a colon and a space"
        case _ where words.contains("expected ',' or"): "a closing bracket or brace is missing before this"
        case _
        where words.contains("expected key") || words.contains("block end")
            || words.contains("'-' indicator") || words.contains("block sequence entries"):
            "the indentation does not fit the lines above"
        default: nil
        }
    }
}

extension YAMLProblem {
    fileprivate func explanation(isSecret: Bool) -> (DiagnosticCode, message: String, hint: String?) {
        func named(_ noun: String, _ name: String) -> String {
            let article = noun.hasPrefix("a") ? "an" : "a"
            return isSecret ? "\(article) \(noun)" : "\(noun) \(quoted(name))"
        }
        return switch kind {
        case .slip(let slip): slip.explanation(at: span, isSecret: isSecret)
        case .syntax(let words, _): (.yamlSyntax, words, nil)
        case .tag(let tag):
            (
                .yamlFeature, "\(named("tag", Self.asWritten(tag))): tags are not read here",
                "remove it; the key decides the type"
            )
        case .directive: (.yamlFeature, "directives are not read here", "remove the line that begins with %")
        case .mergeKey:
            (.yamlFeature, "merge keys are not read here", "write the keys out, or use 'defaults'")
        case .secondDocument:
            (.yamlFeature, "a second document begins here", "a manifest is one document; remove the ---")
        case .keyIsNotText:
            (
                .yamlFeature, "a key must be a single value",
                "write it as: key: value; a text with {{ at its beginning is written in quotes"
            )
        case .duplicateKey(let key):
            (
                .duplicateKey, isSecret ? "a key is set twice" : "\(quoted(key)) is set twice",
                "keep one of them"
            )
        case .unknownAlias(let name):
            (
                .yamlSyntax, "\(named("alias", name)) has no anchor before it",
                isSecret ? "quote the *" : "name it first with &\(name), or quote the *"
            )
        case .aliasCycle(let name):
            (.yamlFeature, "\(named("alias", name)) is inside what it names", "remove it")
        case .tooLarge:
            (.yamlLimit, "the file is larger than \(YAMLLimits.bytes) bytes", "is it the right file?")
        case .tooDeep: (.yamlLimit, "nested deeper than \(YAMLLimits.depth) levels", "is it the right file?")
        case .tooManyNodes:
            (.yamlLimit, "more than \(YAMLLimits.nodes) values", "an alias counts as all that it stands for")
        case .notText: (.encoding, "this is not a text file", "is it the right file?")
        case .invalidUTF8: (.encoding, "not UTF-8", "save the file as UTF-8")
        case .controlCharacter(let scalar):
            (
                .encoding,
                isSecret ? "a control character" : "control character \(scalar.codePoint) in the file",
                scalar.value == 0 ? "is it a text file in UTF-8?" : "remove it"
            )
        }
    }

    /// The parser spells `!!str` out.
    private static func asWritten(_ tag: String) -> String {
        let prefix = "tag:yaml.org,2002:"
        return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }
}
