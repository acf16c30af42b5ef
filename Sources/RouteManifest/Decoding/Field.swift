import YAML

/// A value of the file on its way into the model. Each way of reading it reports what is wrong and answers nil then.
struct Field {
    /// How messages call it: `'port'`, `an entry of 'methods'`.
    let label: String
    let node: YAMLNode
    /// Its key, where it has one.
    let keySpan: SourceSpan?
    let decoding: Decoding
    /// Nothing of its text may be quoted.
    var isSecret = false
    /// Quotes and spaces may be a part of it, as of a secret that somebody made up.
    var isVerbatim = false

    var span: SourceSpan { node.span }

    /// Of a list, or of a mapping with keys of the user's own.
    static let mostEntries = 1000

    func error(
        _ code: DiagnosticCode, _ message: String, hint: @autoclosure () -> String? = nil,
        at span: SourceSpan? = nil
    ) {
        decoding.findings.error(code, message, at: span ?? node.span, hint: hint())
    }

    func warning(_ code: DiagnosticCode, _ message: String, hint: String? = nil) {
        decoding.findings.warning(code, message, at: node.span, hint: hint)
    }

    /// The entries of a list.
    func list() -> [Field]? {
        guard case .sequence(let nodes) = node.content else {
            let hint: String? =
                if case .scalar(let scalar) = node.content, scalar.text.utf8.count <= 80 {
                    "write [\(scalar.text)]"
                } else {
                    nil
                }
            error(.wrongType, "\(label) must be a list, not \(node.kindName)", hint: hint)
            return nil
        }
        if nodes.count > Self.mostEntries {
            error(
                .yamlLimit, "\(label) has more than \(Self.mostEntries) entries",
                hint: "is it the right file?")
        }
        return nodes.prefix(Self.mostEntries).map {
            Field(label: "an entry of \(label)", node: $0, keySpan: nil, decoding: decoding)
        }
    }

    /// The keys of a mapping, to be taken one by one.
    func mapping(_ title: String? = nil) -> MappingReader? {
        guard case .mapping(let entries) = node.content else {
            error(.wrongType, "\(title ?? label) must be a mapping of keys to values, not \(node.kindName)")
            return nil
        }
        let place =
            keySpan ?? entries.first?.keySpan ?? SourceSpan(start: node.span.start, end: node.span.start)
        return MappingReader(title: title ?? label, titleSpan: place, entries: entries, decoding: decoding)
    }
}

extension YAMLNode {
    var kindName: String {
        switch content {
        case .scalar(let scalar): scalar.isNull ? "empty" : "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
