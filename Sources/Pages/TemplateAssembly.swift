import Suggestions

/// Puts a template and the files it includes together into one text, and checks every tag on the way.
///
/// Mustache renders a name it doesn't know as nothing and keeps its parse to itself, so names are checked
/// here, before it sees the text.
struct TemplateAssembly {
    private let folder: TemplateFolder
    private var scopes: [[String: FieldKind]]
    private var markup = MarkupContext()
    private var including: [String] = []
    private var used: Set<String> = []
    /// The last thing added was an included file.
    private var endsInclusion = false
    private(set) var text = ""
    private(set) var problems: [TemplateProblem] = []

    var styles: [String] { markup.styles }

    init(folder: TemplateFolder, fields: [String: FieldKind]) {
        self.folder = folder
        scopes = [fields]
    }

    /// Adds a file of the folder. `tag` is what includes it; the page's own file has none.
    mutating func append(_ file: String, for tag: TemplateTag? = nil) {
        let position = tag?.position ?? TemplatePosition(file: file)
        guard !including.contains(file) else {
            return report(at: position, "\(file) includes itself")
        }
        let source: String
        do {
            source = try folder.text(of: file)
        } catch {
            return report(error, file: file, for: tag)
        }
        including.append(file)
        var sections: [TemplateTag] = []
        for piece in TemplatePiece.pieces(of: source, file: file) {
            switch piece {
            case .text(let literal, let position): append(literal, at: position)
            case .tag(let tag): append(tag, sections: &sections)
            }
            if case .tag(let tag) = piece {
                endsInclusion = tag.kind == .partial
            } else {
                endsInclusion = false
            }
        }
        for section in sections.reversed() {
            report(
                at: section.position, "\(section.source) is never closed", hint: "add {{/\(section.name)}}")
            scopes.removeLast()
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

    private mutating func append(_ literal: Substring, at position: TemplatePosition) {
        // An included file ends its last line itself.
        let literal =
            endsInclusion && text.last == "\n" && literal.first == "\n" ? literal.dropFirst() : literal
        text += literal
        for (finding, index) in markup.read(literal) {
            var position = position
            position.advance(over: literal[..<index])
            report(at: position, finding.message, hint: finding.hint)
        }
    }

    private mutating func append(_ tag: TemplateTag, sections: inout [TemplateTag]) {
        if markup.place == .style, tag.kind != .partial, tag.kind != .comment {
            return report(
                at: tag.position, "a style element must be the same for every answer",
                hint: "its digest stands in the page's policy")
        }
        switch tag.kind {
        case .comment: break
        case .partial: append(tag.name, for: tag)
        case .variable: appendVariable(tag)
        case .section, .invertedSection:
            text += tag.source
            sections.append(tag)
            enter(tag)
        case .end: appendEnd(tag, sections: &sections)
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
        guard let kind = kind(of: tag) else { return }
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
        text += tag.source
    }

    private mutating func appendEnd(_ tag: TemplateTag, sections: inout [TemplateTag]) {
        guard let section = sections.last, section.name == tag.name else {
            let open = sections.last.map { "open is {{#\($0.name)}} of line \($0.position.line)" }
            return report(at: tag.position, "{{/\(tag.name)}} closes nothing", hint: open)
        }
        sections.removeLast()
        scopes.removeLast()
        text += tag.source
    }

    private mutating func enter(_ section: TemplateTag) {
        var inner: [String: FieldKind] = [:]
        switch kind(of: section) {
        case .list(let fields): if section.kind == .section { inner = fields }
        case .text:
            report(
                at: section.position, "\"\(section.name)\" is always there",
                hint: "write {{\(section.name)}} without a section")
        case .optionalText, .flag, nil: break
        }
        scopes.append(inner)
    }

    private mutating func kind(of tag: TemplateTag) -> FieldKind? {
        for scope in scopes.reversed() {
            if let kind = scope[tag.name] {
                used.insert(tag.name)
                return kind
            }
        }
        let known = Set(scopes.flatMap(\.keys)).sorted()
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
