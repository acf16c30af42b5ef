package import YAML

/// A value of the file on its way into the model. Each way of reading it reports what is wrong and answers nil then.
package struct Field {
    /// How messages call it: `'port'`, `an entry of 'methods'`.
    package var label: String
    package let path: ValuePath
    package let node: YAMLNode
    /// Its key, where it has one.
    package let keySpan: SourceSpan?
    package let decoding: Decoding
    /// Nothing of its text may be quoted.
    package var isSecret = false
    /// Quotes and spaces may be a part of it, as of a secret that somebody made up.
    var isVerbatim = false
    /// What it is an entry of.
    var home: FieldHome?

    package var span: SourceSpan { node.span }
    package var isNull: Bool { node.isNull }

    /// It consists of variables that are all empty: as if it was not there.
    var isVoid: Bool {
        guard let filling else { return false }
        return filling.text.isEmpty && !filling.variables.isEmpty && filling.flaws.isEmpty
    }

    /// The text of a scalar, whatever is wrong with it.
    package var filled: String? { filling?.text }

    package var filling: Interpolation? {
        guard case .scalar(let scalar) = node.content else { return nil }
        return decoding.fill(scalar.text, at: path)
    }

    /// Of a list, or of a mapping with keys of the user's own.
    package static let mostEntries = 1000

    package func error(
        _ code: DiagnosticCode, _ message: String, hint: @autoclosure () -> String? = nil,
        remedy: @autoclosure () -> Remedy? = nil, at span: SourceSpan? = nil
    ) {
        decoding.findings.error(code, message, at: span ?? node.span, hint: hint(), remedy: remedy())
    }

    package func warning(
        _ code: DiagnosticCode, _ message: String, hint: @autoclosure () -> String? = nil,
        remedy: @autoclosure () -> Remedy? = nil, at span: SourceSpan? = nil
    ) {
        decoding.findings.warning(code, message, at: span ?? node.span, hint: hint(), remedy: remedy())
    }

    /// The entries of a list.
    ///
    /// - Parameters:
    ///   - ofMappings: A mapping alone is meant as the only one.
    ///   - key: Under which a single value would be right in one of those, where that is clear.
    package func list(ofMappings: Bool = false, wrapping key: String? = nil) -> [Field]? {
        guard case .sequence(let nodes) = node.content else {
            error(
                .wrongType, "\(label) must be a list, not \(node.kindName)",
                remedy: inBrackets(ofMappings: ofMappings, wrapping: key))
            return nil
        }
        if nodes.count > Self.mostEntries {
            error(
                .yamlLimit, "\(label) has more than \(Self.mostEntries) entries",
                hint: "is it the right file?")
        }
        return entries
    }

    /// The entries of what has been read as a list; none of anything else.
    package var entries: [Field] {
        guard case .sequence(let nodes) = node.content else { return [] }
        return nodes.prefix(Self.mostEntries).enumerated().map { index, entry in
            Field(
                label: "an entry of \(label)", path: path.entry(index), node: entry, keySpan: nil,
                decoding: decoding, home: FieldHome(node: node, index: index))
        }
    }

    /// The keys of a mapping, to be taken one by one.
    ///
    /// - Parameters:
    ///   - example: What one looks like.
    ///   - key: Under which a single value would be right, where that is clear.
    package func mapping(_ title: String? = nil, such example: String, wrapping key: String? = nil)
        -> MappingReader?
    {
        guard case .mapping(let entries) = node.content else {
            error(
                .wrongType, "\(title ?? label) must be a mapping of keys to values, not \(node.kindName)",
                remedy: key.flatMap(under) ?? Remedy("such as \(example)"))
            return nil
        }
        let start = node.span.start
        let first = entries.first { $0.keySpan.start.source == start.source }
        let place = keySpan ?? first?.keySpan ?? SourceSpan(start: start, end: start)
        return MappingReader(
            title: title ?? label, titleSpan: place, path: path, node: node, entries: entries,
            decoding: decoding)
    }
}

extension YAMLNode {
    package var isNull: Bool { if case .scalar(let scalar) = content { scalar.isNull } else { false } }

    var kindName: String {
        switch content {
        case .scalar(let scalar): scalar.isNull ? "empty" : "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    var isList: Bool { if case .sequence = content { true } else { false } }

    var mappingEntries: [YAMLEntry]? { if case .mapping(let entries) = content { entries } else { nil } }

    /// Of the entries of a collection.
    var count: Int {
        switch content {
        case .scalar: 0
        case .mapping(let entries): entries.count
        case .sequence(let nodes): nodes.count
        }
    }
}
