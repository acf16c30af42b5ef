/// Puts the tree together from events. Its stack is its own, so that no nesting of the text deepens that of the program.
struct TreeBuilder {
    private(set) var root: YAMLNode?
    private(set) var problems: [YAMLProblem] = []
    private var stack: [OpenCollection] = []
    private var anchors: [String: Anchor] = [:]
    private var nodeCount = 0
    private var documents = 0
    private var isStopped = false
    private let source: SourceText

    /// What an anchor names. Size and height are those of the tree below it, aliases expanded.
    private enum Anchor {
        case open
        case node(Built)
    }

    init(_ source: SourceText) {
        self.source = source
    }

    mutating func run(_ reader: borrowing EventReader) {
        do {
            while !isStopped {
                let event = try reader.next()
                if case .streamEnd = event.kind { return }
                add(event)
            }
            root = nil
        } catch {
            root = nil
            let slips = SlipFinder.problems(in: source, error)
            guard slips.isEmpty else {
                // What was said of the same place takes the slip for what it looks like.
                problems.removeAll { problem in slips.contains { $0.span.start == problem.span.start } }
                for slip in slips { add(slip) }
                return
            }
            let related = error.contextMark.flatMap { $0 == error.mark ? nil : $0 }
            add(
                .syntax(error.problem, context: error.context), at: SourceSpan(point: error.mark),
                related: related.map(SourceSpan.init(point:)))
        }
    }

    private mutating func add(_ event: YAMLEvent) {
        switch event.kind {
        case .streamStart, .streamEnd, .documentEnd: break
        case .documentStart(let hasDirectives):
            documents += 1
            if hasDirectives { add(.directive, at: event.span) }
            if documents > 1 { stop(.secondDocument, at: event.span) }
        case .scalar(let scalar, let properties):
            checkTag(properties, event.span)
            misread(Misreading.oddBlank(in: scalar, event.span, source))
            let node = YAMLNode(content: .scalar(scalar), span: event.span)
            finish(Built(node: node, size: 1, height: 0), anchor: properties.anchor)
        case .alias(let name): resolve(name, event.span)
        case .sequenceStart(let properties): open(.sequence([]), properties, event.span)
        case .mappingStart(let properties): open(.mapping(OpenMapping()), properties, event.span)
        case .sequenceEnd, .mappingEnd: close(event.span)
        }
    }

    private mutating func open(
        _ content: OpenCollection.Content, _ properties: YAMLEvent.Properties, _ span: SourceSpan
    ) {
        checkTag(properties, span)
        guard stack.count < YAMLLimits.depth else { return stop(.tooDeep, at: span) }
        if let anchor = properties.anchor { anchors[anchor] = .open }
        stack.append(OpenCollection(content: content, start: span.start, anchor: properties.anchor))
    }

    private mutating func close(_ span: SourceSpan) {
        guard let collection = stack.popLast() else { return }
        finish(collection.built(end: span.end), anchor: collection.anchor)
    }

    private mutating func resolve(_ name: String, _ span: SourceSpan) {
        switch anchors[name] {
        case nil: stop(.unknownAlias(name), at: span)
        case .open: stop(.aliasCycle(name), at: span)
        case .node(let built):
            nodeCount += built.size
            guard nodeCount <= YAMLLimits.nodes else { return stop(.tooManyNodes, at: span) }
            guard stack.count + built.height <= YAMLLimits.depth else { return stop(.tooDeep, at: span) }
            place(built)
        }
    }

    /// A node is complete: it gets its name and its place.
    private mutating func finish(_ built: Built, anchor: String?) {
        if let anchor { anchors[anchor] = .node(built) }
        nodeCount += 1
        guard nodeCount <= YAMLLimits.nodes else { return stop(.tooManyNodes, at: built.node.span) }
        place(built)
    }

    private mutating func place(_ built: Built) {
        guard var collection = stack.popLast() else {
            root = built.node
            if case .scalar(let scalar) = built.node.content {
                misread(Misreading.keyWithoutBlank(scalar, built.node.span, source))
            }
            return
        }
        if let problem = collection.add(built) { add(problem) }
        if let (scalar, span) = collection.keyLikeText {
            misread(Misreading.keyWithoutBlank(scalar, span, source))
        }
        stack.append(collection)
    }

    /// The tree is another one than the person meant.
    private mutating func misread(_ problem: YAMLProblem?) {
        guard let problem, !isStopped else { return }
        isStopped = true
        problems.append(problem)
    }

    private mutating func checkTag(_ properties: YAMLEvent.Properties, _ span: SourceSpan) {
        if let tag = properties.tag { add(.tag(tag), at: span) }
    }

    private mutating func stop(_ kind: YAMLProblem.Kind, at span: SourceSpan) {
        isStopped = true
        problems.append(YAMLProblem(kind, at: span))
    }

    private mutating func add(_ kind: YAMLProblem.Kind, at span: SourceSpan, related: SourceSpan? = nil) {
        add(YAMLProblem(kind, at: span, related: related))
    }

    private mutating func add(_ problem: YAMLProblem) {
        guard problems.count < YAMLLimits.problems else { return }
        problems.append(problem)
    }
}
