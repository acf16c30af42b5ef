import Suggestions

/// Puts a template and the files it includes together, and checks every tag on the way: a consent page must not lose a line
/// because a name was misspelt.
struct TemplateAssembly {
    private let folder: TemplateFolder
    private var scopes: [[NamedField]]
    private var markup = MarkupContext()
    private var including: [String] = []
    private var open: [OpenSection] = []
    private var used: Set<String> = []
    /// The last thing added was an included file.
    private var endsInclusion = false
    private var last: UInt8?
    /// What was put together, of the section that is open.
    private(set) var nodes: [TemplateNode] = []
    private(set) var problems: [TemplateProblem] = []

    var styles: [[UInt8]] { markup.styles }

    private struct OpenSection {
        let tag: TemplateTag
        /// `nil` when there is no such value.
        let place: ValuePlace?
        let opensScope: Bool
        /// What stands before it.
        let before: [TemplateNode]
    }

    init(folder: TemplateFolder, fields: [NamedField]) {
        self.folder = folder
        scopes = [fields]
    }

    /// Adds a file of the folder. `tag` is what includes it; the page's own file has none.
    mutating func append(_ file: String, for tag: TemplateTag? = nil) {
        let position = tag?.position ?? TemplatePosition(file: file)
        guard !including.contains(file) else {
            return report(at: position, "\(file) includes itself")
        }
        let source: [UInt8]
        do {
            source = try folder.text(of: file)
        } catch {
            return report(error, file: file, for: tag)
        }
        including.append(file)
        let outer = open.count
        for piece in TemplatePiece.pieces(of: source, file: file) {
            switch piece {
            case .text(let literal, let position):
                append(literal, at: position)
                endsInclusion = false
            case .tag(let tag):
                append(tag, outer: outer)
                endsInclusion = tag.kind == .partial
            }
        }
        while open.count > outer, let section = close() {
            report(
                at: section.position, "\(section.source) is never closed", hint: "add {{/\(section.name)}}")
        }
        including.removeLast()
    }

    /// To be called once, after the page's own file.
    mutating func finish(_ file: String, required: [String]) {
        if markup.place == .style {
            report(
                at: nil, file: file, "a style element is never closed",
                hint: "write </style>, without a space")
        }
        guard problems.isEmpty else { return }
        for name in required where !used.contains(name) {
            report(
                at: nil, file: file, "\"\(name)\" is not on the page, which can't do without it",
                hint: "the shipped template shows how it is used")
        }
    }

    private mutating func append(_ literal: ArraySlice<UInt8>, at position: TemplatePosition) {
        let newline = UInt8(ascii: "\n")
        // An included file ends its last line itself.
        let literal =
            endsInclusion && last == newline && literal.first == newline ? literal.dropFirst() : literal
        guard let end = literal.last else { return }
        last = end
        nodes.append(.literal(Array(literal)))
        for (finding, index) in markup.read(literal) {
            var position = position
            position.advance(over: literal[..<index])
            report(at: position, finding.message, hint: finding.hint)
        }
    }

    private mutating func append(_ tag: TemplateTag, outer: Int) {
        if markup.place == .style, tag.kind != .partial, tag.kind != .comment {
            return report(
                at: tag.position, "a style element must be the same for every answer",
                hint: "its digest stands in the page's policy")
        }
        switch tag.kind {
        case .comment: break
        case .partial: append(tag.name, for: tag)
        case .variable: appendVariable(tag)
        case .section, .invertedSection: enter(tag)
        case .end: appendEnd(tag, outer: outer)
        case .unescaped:
            report(
                at: tag.position, "a value must not stand on the page unescaped",
                hint: "write {{\(tag.name)}}")
        case .unsupported:
            report(
                at: tag.position, "this kind of tag is not understood",
                hint: "there are {{name}}, {{#name}}, {{^name}}, {{/name}}, {{> file}} and {{! comment}}")
        case .unclosed:
            report(at: tag.position, "a tag is never closed", hint: "add }}")
        }
    }

    private mutating func appendVariable(_ tag: TemplateTag) {
        guard let (place, kind) = find(tag) else { return }
        switch kind {
        case .text, .optionalText: break
        case .flag, .list:
            return report(
                at: tag.position, "\"\(tag.name)\" is not a text",
                hint: "write {{#\(tag.name)}}…{{/\(tag.name)}}")
        }
        if markup.place == .tag {
            return report(
                at: tag.position, "a value in a tag must stand between quotes",
                hint: "write name=\"{{\(tag.name)}}\"")
        }
        last = nil
        nodes.append(.value(place))
    }

    private mutating func appendEnd(_ tag: TemplateTag, outer: Int) {
        let section = open.count > outer ? open.last?.tag : nil
        guard let section, section.name == tag.name else {
            let open = section.map { "open is {{#\($0.name)}} of line \($0.position.line)" }
            return report(at: tag.position, "{{/\(tag.name)}} closes nothing", hint: open)
        }
        close()
    }

    private mutating func enter(_ tag: TemplateTag) {
        var inner: [NamedField]?
        let found = find(tag)
        switch found?.kind {
        case .list(let fields): if tag.kind == .section { inner = fields }
        case .text:
            report(
                at: tag.position, "\"\(tag.name)\" is always there",
                hint: "write {{\(tag.name)}} without a section")
        case .optionalText, .flag, nil: break
        }
        open.append(OpenSection(tag: tag, place: found?.place, opensScope: inner != nil, before: nodes))
        nodes = []
        if let inner { scopes.append(inner) }
    }

    /// Ends the innermost section. Answers the tag that it began with.
    @discardableResult
    private mutating func close() -> TemplateTag? {
        guard let section = open.popLast() else { return nil }
        if section.opensScope { scopes.removeLast() }
        let inner = nodes
        nodes = section.before
        if let place = section.place {
            nodes.append(
                section.tag.kind == .section ? .section(place, inner) : .invertedSection(place, inner))
        }
        return section.tag
    }

    private mutating func find(_ tag: TemplateTag) -> (place: ValuePlace, kind: FieldKind)? {
        for (scope, fields) in scopes.enumerated().reversed() {
            if let index = fields.firstIndex(where: { $0.name == tag.name }) {
                used.insert(tag.name)
                return (ValuePlace(scope: scope, field: index), fields[index].kind)
            }
        }
        let known = Set(scopes.joined().map(\.name)).sorted()
        let meant = Suggestion.nearest(to: tag.name, among: known)
        report(
            at: tag.position, "there is no value \"\(tag.name)\" here",
            hint: meant.map { "did you mean \"\($0)\"?" } ?? "there are "
                + known.joined(separator: ", "))
        return nil
    }
}

extension TemplateAssembly {
    private mutating func report(_ failure: TemplateReadFailure, file: String, for tag: TemplateTag?) {
        let (message, hint): (String, String?) =
            switch failure {
            case .outside: ("\"\(file)\" is not the name of a file in the templates' folder", nil)
            case .missing: ("there is no file \"\(file)\" among the templates", nil)
            case .unreadable: ("\"\(file)\" can't be read", "it has to be a file that this user may read")
            case .tooLarge: ("\"\(file)\" is larger than a mebibyte", "is it the right file?")
            case .notText: ("\"\(file)\" is not text", "save it in UTF-8")
            }
        report(at: tag?.position, file: file, message, hint: hint)
    }

    private mutating func report(
        at position: TemplatePosition?, file: String? = nil, _ message: String, hint: String? = nil
    ) {
        problems.append(
            TemplateProblem(
                file: position?.file ?? file ?? "", line: position?.line, column: position?.column,
                message: message, hint: hint))
    }
}

extension MarkupContext.Finding {
    fileprivate var message: String {
        switch self {
        case .script: "scripts never run on this page"
        case .styleAttribute: "style attributes have no effect on this page"
        case .eventHandler(let name): "\(name) never runs on this page"
        }
    }

    fileprivate var hint: String {
        switch self {
        case .script, .eventHandler: "its policy allows no script: remove it"
        case .styleAttribute: "its policy allows style elements only: use a class"
        }
    }
}
