package import YAML

/// Remedies that change what stands in the file.
extension Field {
    /// `write x`, in the place of the value; where the value is a variable's, `set NAME=x`.
    package func write(_ value: String) -> Remedy {
        switch placing(value) {
        case .file(let edit): Remedy("write \(edit.text)", edit: edit)
        case .environment(let name, let value): Remedy("set \(name)=\(value)")
        }
    }

    /// A text, as it is written in this place.
    package func yaml(_ text: String) -> String {
        YAMLText.scalar(text, isInBrackets: home?.isFlow(in: decoding) ?? true)
    }

    /// `write x`, where `x` is YAML.
    package func writeYAML(_ text: String) -> Remedy {
        Remedy("write \(text)", edit: replacement(text))
    }

    /// A single value, or a mapping, as the only entry of a list.
    func inBrackets(ofMappings: Bool, wrapping key: String?) -> Remedy? {
        switch node.content {
        case .scalar(let scalar) where ofMappings && scalar.text.utf8.count <= 80:
            key.map { writeYAML("[{ \($0): \(YAMLText.scalar(scalar.text)) }]") }
        case .scalar where ofMappings: nil
        case .scalar(let scalar) where scalar.text.utf8.count <= 80:
            writeYAML(YAMLText.list([scalar.text]))
        case .mapping where ofMappings:
            // What is copied must not hold a secret.
            decoding.text(at: span).map { writeYAML("[\($0)]") }
                ?? Remedy("in a list, - stands in front of each entry")
        case .mapping: Remedy("a list is written as [one, another]")
        case .scalar, .sequence: nil
        }
    }

    /// A single value as that of a key.
    package func under(_ key: String) -> Remedy? {
        guard case .scalar(let scalar) = node.content, scalar.text.utf8.count <= 80 else { return nil }
        return writeYAML("{ \(key): \(YAMLText.scalar(scalar.text)) }")
    }

    /// The single value that is the only entry of this list, without its brackets.
    package func bare() -> Remedy? {
        guard case .sequence(let nodes) = node.content, nodes.count == 1,
            case .scalar(let scalar) = nodes[0].content
        else { return nil }
        return writeYAML(yaml(scalar.text))
    }

    /// The nearest of the names that are known, in the place of this one.
    package func meant(_ word: String, among known: [String], called noun: String?) -> Remedy? {
        Remedy.meant(by: word, among: known, called: noun) { name in
            if case .file(let edit) = placing(name) { edit } else { nil }
        }.map { remedy in
            // What is listed already can't be written a second time.
            guard let edit = remedy.edit, siblings.contains(edit.text) else { return remedy }
            return remove().because("'\(edit.text)' is listed already")
        }
    }

    /// `remove x`: its key, or its entry in a list.
    package func remove(called name: String = "it") -> Remedy {
        Remedy(
            "remove \(name)", edit: home.flatMap { $0.removal(in: decoding) })
    }

    /// That its key has no business here.
    package func isUseless(_ message: String, _ code: DiagnosticCode = .uselessKey) {
        let name = keySpan == nil ? "it" : String(label.dropFirst().dropLast())
        error(code, message, remedy: remove(called: name), at: keySpan)
    }

    /// `write x`, in the place of the key and its value.
    package func replaceEntry(_ text: String) -> Remedy {
        let end = decoding.end(of: node)
        let start = keySpan?.start ?? span.start
        return Remedy(
            "write \(text)", edit: start < end ? Remedy.Edit(SourceSpan(start: start, end: end), text) : nil)
    }

    /// `add x`, behind the entries of a list, or the keys of a mapping.
    package func add(_ text: String, words: String) -> Remedy {
        Remedy(words, edit: decoding.collection(node).insertion(of: text))
    }

    /// The other entries of the list that it is in.
    package var siblings: [String] {
        guard let home, case .sequence(let nodes) = home.node.content else { return [] }
        return nodes.compactMap { if case .scalar(let scalar) = $0.content { scalar.text } else { nil } }
    }

    private enum Placed {
        case file(Remedy.Edit)
        case environment(String, String)
    }

    private func placing(_ value: String) -> Placed {
        guard case .scalar(let scalar) = node.content else { return .file(replacement(yaml(value))) }
        switch Interpolation.placing(value, in: scalar.text, decoding.environment) {
        case .text(let text): return .file(replacement(yaml(text)))
        case .variable(let name, let value): return .environment(name, value)
        }
    }

    private func replacement(_ text: String) -> Remedy.Edit {
        let end = decoding.end(of: node)
        if case .scalar = node.content { return Remedy.Edit(SourceSpan(start: span.start, end: end), text) }
        // A collection without brackets begins on a line of its own, perhaps no deeper than its key.
        guard let keySpan, keySpan.end <= span.start,
            !decoding.collection(node).isFlow
        else {
            return Remedy.Edit(SourceSpan(start: span.start, end: end), text)
        }
        return Remedy.Edit(SourceSpan(start: keySpan.end, end: end), ": \(text)")
    }
}

extension Decoding {
    /// What is written there; nil when it takes more than a line, or holds a secret.
    package func text(at span: SourceSpan) -> String? {
        guard span.start.line == span.end.line, !sources.isSecret(lineOf: span.start) else {
            return nil
        }
        let line = sources[span.start].text.line(span.start.line).unicodeScalars.prefix(span.end.column - 1)
        return String(String.UnicodeScalarView(line.dropFirst(span.start.column - 1)))
    }
}

/// The collection that a value is an entry of.
struct FieldHome {
    package let node: YAMLNode
    package let index: Int

    func isFlow(in decoding: Decoding) -> Bool { decoding.collection(node).isFlow(at: index) }

    /// Of the value, and of its key.
    package func removal(in decoding: Decoding) -> Remedy.Edit? {
        decoding.collection(node).removal(of: index)
    }
}

extension Interpolation {
    /// Where a value goes that a scalar shall have.
    enum Placing {
        /// Into the file, written so.
        case text(String)
        /// Into the environment.
        case variable(String, String)
    }

    /// What stands around the one variable stays, and so does the variable, where that makes the value.
    static func placing(_ value: String, in scalar: String, _ environment: [String: String]) -> Placing {
        let parts = scalar.split(separator: "${", omittingEmptySubsequences: false)
        guard parts.count == 2, !scalar.contains("$$"), let close = parts[1].firstIndex(of: "}") else {
            return .text(escaped(value))
        }
        let suffix = parts[1][parts[1].index(after: close)...]
        let name = parts[1][..<close].prefix { $0 == "_" || $0.isLetter || $0.isNumber }
        let rest = parts[1][name.endIndex..<close]
        guard value.hasPrefix(parts[0]), value.hasSuffix(suffix),
            value.utf8.count > parts[0].utf8.count + suffix.utf8.count
        else { return .text(escaped(value)) }
        let middle = value.dropFirst(parts[0].count).dropLast(suffix.count)
        if let set = environment[String(name)], !set.isEmpty {
            return .variable(String(name), String(middle))
        }
        guard rest.hasPrefix(":-"), !middle.contains("}"), !middle.contains("$") else {
            return .text(escaped(value))
        }
        return .text("\(parts[0])${\(name):-\(middle)}\(suffix)")
    }

    /// What comes out as this value, whatever dollar signs are in it.
    package static func escaped(_ value: String) -> String {
        value.contains("${") || value.contains("$$") ? value.replacing("$", with: "$$") : value
    }
}
