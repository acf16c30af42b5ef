import Diagnostics
import Suggestions
import YAML

/// A scalar with its variables filled in.
package struct FilledText {
    package let value: String
    /// Where it came from, as far as that is the environment.
    package let variables: [String]
    /// Not all of it came from the environment.
    let isFromFile: Bool

    /// As a message quotes it, with the variables it came from.
    package var shown: String {
        guard !variables.isEmpty else { return quoted(value) }
        return "\(quoted(value)) (from \(variables.joined(separator: ", ")))"
    }
}

extension Field {
    /// The text of a scalar. A variable whose value has more in it than a value is told of here, whatever is read from it.
    ///
    /// - Parameter example: What one looks like.
    package func text(such example: String? = nil) -> FilledText? {
        guard case .scalar(let scalar) = node.content, !scalar.isNull else {
            error(
                .wrongType, "\(label) must be a single value, not \(node.kindName)",
                remedy: bare() ?? example.map { Remedy("such as \($0)") })
            return nil
        }
        if scalar.style == .plain, let inner = TypographicQuotes.inner(of: scalar.text) {
            warning(
                .quotes, "\(quoted(scalar.text)) has typographic quotes around it, which belong to the value",
                remedy: writeYAML(yaml(inner)))
        }
        let filled = decoding.fill(scalar.text, at: path)
        for flaw in filled.flaws { report(flaw, in: scalar) }
        guard filled.flaws.isEmpty, report(filled.strays, in: scalar) else { return nil }
        for doubt in filled.doubts where !isSecret || doubt.length == scalar.text.unicodeScalars.count {
            report(doubt, in: scalar, isError: false)
        }
        return FilledText(value: filled.text, variables: filled.sources, isFromFile: filled.isFromFile)
    }

    /// A text that is neither empty nor has control characters in it.
    package func line(atMost limit: Int = 200) -> FilledText? {
        guard let text = text() else { return nil }
        let isPlain = text.value.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isPlain, !text.value.allSatisfy(\.isWhitespace), text.value.count <= limit else {
            error(.invalidValue, "\(label) must be one line of 1 to \(limit) characters, not \(text.shown)")
            return nil
        }
        return text
    }

    /// Whatever `body` makes of the text; nil from it is reported.
    ///
    /// - Parameter remedy: Of the text that `body` makes nothing of.
    package func convert<Value>(
        to expected: String, such example: String? = nil, _ body: (String) -> Value?,
        remedy: (String) -> Remedy? = { _ in nil }
    ) -> Value? {
        guard let text = text(such: example) else { return nil }
        if let value = body(text.value) { return value }
        error(
            .invalidValue, "\(label) must be \(expected), not \(text.shown)",
            remedy: remedy(text.value) ?? example.map { Remedy("such as \($0)") })
        return nil
    }

    /// What `body` makes of the text; why it makes nothing of it is told as the flaw is explained.
    package func parse<Value, Flaw: Error>(
        _ code: DiagnosticCode, such example: String? = nil, _ body: (String) throws(Flaw) -> Value,
        explain: (Flaw, FilledText) -> (message: String, remedy: Remedy?)
    ) -> Value? {
        guard let text = text(such: example) else { return nil }
        do { return try body(text.value) } catch {
            let (message, remedy) = explain(error, text)
            self.error(code, message, remedy: remedy)
            return nil
        }
    }

    package func integer(in range: ClosedRange<Int>) -> Int? {
        func number(_ text: String) -> Int? {
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
        return convert(to: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            // A zero in front means eight to some, and nothing to others.
            text == "0" || !text.hasPrefix("0") ? number(text) : nil
        } remedy: {
            number($0).map { write(String($0)) }
        }
    }

    package func boolean() -> Bool? {
        guard let text = text(such: "true") else { return nil }
        switch text.value {
        case "true": return true
        case "false": return false
        default:
            let meant = [
                "yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false",
            ]
            error(
                .wrongType, "\(label) must be true or false, not \(text.shown)",
                remedy: meant[text.value.lowercased()].map(write)
                    ?? self.meant(text.value, among: ["true", "false"], called: nil))
            return nil
        }
    }

    /// - Parameter words: What can stand there as well.
    package func quantity<Text: QuantityText>(
        _ type: Text.Type, _ range: ClosedRange<Text.Value>, or words: [String] = []
    ) -> Text.Value? {
        guard let text = text(such: Text.example) else { return nil }
        guard let value = Text.parse(text.value) else {
            let meant = Text.meant(text.value).flatMap { range.contains($0) ? $0 : nil }
            error(
                .wrongType, "\(label) must be \(Text.noun), not \(text.shown)",
                remedy: meant.map { write(Text.render($0)) }
                    ?? self.meant(text.value, among: words, called: nil)
                    ?? Remedy("a whole number and a unit, such as \(Text.examples)"))
            return nil
        }
        guard range.contains(value) else {
            error(.outOfRange, "\(label) must be from \(Text.bounds(range)), not \(text.shown)")
            return nil
        }
        return value
    }

    /// One of the words of a closed set.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        of type: Choice.Type, code: DiagnosticCode = .invalidValue, called noun: String? = nil
    ) -> Choice? where Choice.RawValue == String {
        choice(among: Array(Choice.allCases), code: code, called: noun)
    }

    /// - Parameter offered: Those that may be proposed; any other of the set is read as well.
    package func choice<Choice: RawRepresentable>(
        among offered: [Choice], code: DiagnosticCode, called noun: String? = nil
    ) -> Choice? where Choice.RawValue == String {
        choice(among: offered.map(\.rawValue), code: code, called: noun, read: Choice.init)
    }

    package func choice<Choice>(
        among words: [String], code: DiagnosticCode = .invalidValue, called noun: String? = nil,
        read: (String) -> Choice?
    ) -> Choice? {
        guard let text = text(such: words.first) else { return nil }
        if let choice = read(text.value) { return choice }
        let problem = noun.map { "there is no \($0) \(text.shown)" } ?? "\(label) can't be \(text.shown)"
        let sole = words.count == 1 && !siblings.contains(words[0]) ? write(words[0]) : nil
        error(
            code, problem,
            remedy: meant(text.value, among: words, called: sole == nil ? "one of" : nil) ?? sole)
        return nil
    }
}

extension Decoding {
    /// What `read` makes of each entry; one that comes twice is reported and dropped.
    package func distinct<Value: Hashable>(_ entries: [Field], _ read: (Field) -> Value?) -> [Value] {
        var seen: Set<Value> = []
        return entries.compactMap { entry in
            guard let value = read(entry) else { return nil }
            guard seen.insert(value).inserted else {
                entry.error(.duplicateEntry, "\(entry.label) is listed twice", remedy: entry.remove())
                return nil
            }
            return value
        }
    }
}

extension Field {
    /// False: the text can't be used.
    private func report(_ strays: [Interpolation.Flaw], in scalar: YAMLScalar) -> Bool {
        var isUsable = true
        for stray in strays {
            let isError = !(isVerbatim && stray.kind.isVisibleStray)
            if isError { isUsable = false }
            if decoding.isNew(stray.kind) { report(stray, in: scalar, isError: isError) }
        }
        return isUsable
    }

    private func report(_ flaw: Interpolation.Flaw, in scalar: YAMLScalar, isError: Bool = true) {
        let (code, message, hint) = isSecret ? flaw.kind.discreetExplanation : flaw.kind.explanation
        let place = place(of: flaw, in: scalar)
        let remedy = isSecret ? nil : flaw.kind.replacement.map { replaced(flaw, by: $0, in: scalar) }
        if isError {
            error(code, message, remedy: remedy ?? hint.map { Remedy($0) }, at: place)
        } else {
            decoding.findings.warning(code, message, at: place, remedy: remedy ?? hint.map { Remedy($0) })
        }
    }

    private func replaced(_ flaw: Interpolation.Flaw, by text: String, in scalar: YAMLScalar) -> Remedy {
        var scalars = Array(scalar.text.unicodeScalars)
        scalars.replaceSubrange(flaw.offset..<flaw.offset + flaw.length, with: text.unicodeScalars)
        let remedy = writeYAML(yaml(String(String.UnicodeScalarView(scalars))))
        return if case .bare(let name) = flaw.kind { remedy.or("$$\(name) for that text") } else { remedy }
    }

    /// Where the flaw stands in the file, as far as the scalar is written there letter for letter; else the scalar.
    private func place(of flaw: Interpolation.Flaw, in scalar: YAMLScalar) -> SourceSpan {
        // A file that is one long line of mistakes is not searched for each of them.
        guard !decoding.findings.isFull else { return span }
        let quote = scalar.style == .plain ? 0 : 1
        let line = Array(decoding.sources[span.start].text.line(span.start.line).unicodeScalars)
        let start = span.start.column - 1 + quote
        let end = start + scalar.text.unicodeScalars.count
        guard scalar.style != .block, end <= line.count,
            line[start..<end].elementsEqual(scalar.text.unicodeScalars)
        else { return span }
        let column = start + flaw.offset + 1
        return SourceSpan(
            start: span.start.at(column: column), end: span.start.at(column: column + flaw.length))
    }
}

extension Interpolation.Flaw.Kind {
    fileprivate var isVisibleStray: Bool {
        if case .stray(_, let stray) = self { stray.isVisible } else { false }
    }

    /// What was meant, as far as that is clear.
    fileprivate var replacement: String? {
        switch self {
        case .bare(let name): "${\(name)}"
        case .unclosed(let name?): "${\(name)}"
        case .form(let name, let rest) where rest.hasPrefix("-") || rest.hasPrefix("?"): "${\(name):\(rest)}"
        case .unset, .required, .unclosed, .name, .form, .nested, .stray, .link: nil
        }
    }

    /// Without the words that stand in the braces, which may be the secret.
    fileprivate var discreetExplanation: (DiagnosticCode, message: String, hint: String?) {
        switch self {
        case .unset, .required, .unclosed, .nested, .link: explanation
        case .stray(let name, let stray):
            (
                .variableValue, "the value of \(name) \(stray.words)",
                stray.rest == nil ? "set it to one line" : "set it without that"
            )
        case .bare:
            (
                .variableSyntax, "this looks like a variable and is taken as it is written",
                "to name a variable, write ${NAME}"
            )
        case .name, .form:
            (
                .variableSyntax, "what is in '${…}' is not a variable",
                "a variable is ${NAME} or ${NAME:?message}"
            )
        }
    }

    fileprivate var explanation: (DiagnosticCode, message: String, hint: String?) {
        switch self {
        case .unset(let name):
            (.unsetVariable, "\(name) is not set", "set it, or give a default: ${\(name):-default}")
        case .required(let name, let message):
            (
                .unsetVariable, message.isEmpty ? "\(name) is not set" : "\(name) is not set: \(message)",
                "set \(name)"
            )
        case .unclosed:
            (.variableSyntax, "'${' without '}'", "a variable is ${NAME}, a dollar sign $$")
        case .name(let name):
            (
                .variableSyntax, "\(quoted(name)) is not a name for a variable",
                "a name has letters, digits and _, and does not begin with a digit; a dollar sign is $$"
            )
        case .form(let name, let rest):
            (
                .variableSyntax, "\(quoted(rest)) after \(name) means nothing here",
                "such as ${\(name)}, ${\(name):-default} or ${\(name):?message}"
            )
        case .bare(let name):
            (
                .variableSyntax, "'$\(name)' looks like a variable and is taken as it is written",
                nil
            )
        case .stray(let name, let stray):
            (
                .variableValue, "the value of \(name) \(stray.words)",
                stray.remedy(for: name)
            )
        case .link(let name, let link):
            (
                .variableValue, "\(name) is set by Kubernetes for a Service called \(link.service)",
                "rename that Service, or set enableServiceLinks: false in the pod"
            )
        case .nested:
            (.variableSyntax, "a variable inside a variable is not read", "use a default without '${'")
        }
    }
}
