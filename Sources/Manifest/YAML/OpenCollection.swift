/// A finished node with the measures of its tree: how many nodes it has, itself included, and how many levels lie below it.
struct Built {
    let node: YAMLNode
    let size: Int
    let height: Int
}

/// A sequence or mapping whose end has not been seen.
struct OpenCollection {
    private var content: Content
    private let start: SourceMark
    let anchor: String?
    private var size = 1
    private var height = 0

    enum Content {
        case sequence([YAMLNode])
        case mapping(OpenMapping)
    }

    init(content: Content, start: SourceMark, anchor: String?) {
        self.content = content
        self.start = start
        self.anchor = anchor
    }

    mutating func add(_ built: Built) -> YAMLProblem? {
        size += built.size
        height = max(height, built.height + 1)
        switch content {
        case .sequence(var nodes):
            content = .sequence([])
            nodes.append(built.node)
            content = .sequence(nodes)
            return nil
        case .mapping(var mapping):
            content = .sequence([])
            let problem = mapping.add(built.node)
            content = .mapping(mapping)
            return problem
        }
    }

    /// What was added last, if it is a plain text where a person would look for a key: in the line below a key, or as a key without a value.
    var keyLikeText: (YAMLScalar, SourceSpan)? {
        guard case .mapping(let mapping) = content, let entry = mapping.entries.last,
            !mapping.awaitsValue, case .scalar(let value) = entry.value.content, value.style == .plain
        else { return nil }
        if value.text.isEmpty { return (YAMLScalar(text: entry.key, style: .plain), entry.keySpan) }
        return entry.value.span.start.line > entry.keySpan.start.line ? (value, entry.value.span) : nil
    }

    func built(end: SourceMark) -> Built {
        let span = SourceSpan(start: start, end: end)
        let node =
            switch content {
            case .sequence(let nodes): YAMLNode(content: .sequence(nodes), span: span)
            case .mapping(let mapping): YAMLNode(content: .mapping(mapping.entries), span: span)
            }
        return Built(node: node, size: size, height: height)
    }
}

/// The entries of a mapping so far, and the key that waits for its value.
struct OpenMapping {
    private(set) var entries: [YAMLEntry] = []
    private var spans: [String: SourceSpan] = [:]
    private var pending = Pending.none

    private enum Pending {
        case none
        case key(String, SourceSpan)
        /// The key was refused; its value is dropped.
        case refused
    }

    /// The last entry is not the one that was added last.
    var awaitsValue: Bool {
        if case .none = pending { false } else { true }
    }

    mutating func add(_ node: YAMLNode) -> YAMLProblem? {
        switch pending {
        case .key(let key, let span):
            entries.append(YAMLEntry(key: key, keySpan: span, value: node))
            pending = .none
            return nil
        case .refused:
            pending = .none
            return nil
        case .none:
            return begin(node)
        }
    }

    private mutating func begin(_ node: YAMLNode) -> YAMLProblem? {
        pending = .refused
        guard case .scalar(let scalar) = node.content else {
            return YAMLProblem(.keyIsNotText, at: node.span)
        }
        guard !(scalar.text == "<<" && scalar.style == .plain) else {
            return YAMLProblem(.mergeKey, at: node.span)
        }
        if let first = spans[scalar.text] {
            return YAMLProblem(.duplicateKey(scalar.text), at: node.span, related: first)
        }
        spans[scalar.text] = node.span
        pending = .key(scalar.text, node.span)
        return nil
    }
}
