import Diagnostics
import Suggestions

/// Puts a template and the files it includes together, and checks every tag on the way: a consent page must not lose a line
/// because a name was misspelt.
struct TemplateAssembly {
    private var files: TemplateFiles
    private let served: ServedPaths?
    private let sheet: PageFrame.Sheet
    /// What is put together is a style sheet and no page.
    private let isStyleSheet: Bool
    private var names: ValueNames
    private var text = PageText()
    private var markup = MarkupReader()
    private var events: [MarkupReader.Event] = []
    private var sections: [OpenSection] = []
    /// How many more are open than may be.
    private var excess = 0
    /// What was put together: of the page, then of each section that is open.
    private var stack: [[TemplateNode]] = [[]]
    /// The last thing added was an included file.
    private var endsInclusion = false
    private var last: UInt8?
    /// Nothing was left out, so that what is not on the page is missing.
    private var isWhole = true
    /// Of a style element that is not over yet: where it never is, that is the only problem.
    private var inStyle: [TemplateProblem] = []
    private(set) var styles: [[UInt8]] = []
    /// Of this server, as far as they stand on the page.
    private(set) var scripts: [PageScript] = []
    /// The page takes the style sheet that all pages share.
    private(set) var isSheetLinked = false
    private(set) var problems: [TemplateProblem] = []

    /// Sections in sections; each is a call when the page is made.
    private static let maximumDepth = 64

    private struct OpenSection {
        let tag: TemplateTag
        let span: TemplateSpan
        /// What it is called, or should have been.
        let name: String
        /// `nil` when there is no such value.
        let place: ValuePlace?
        let opensScope: Bool
    }

    init(folder: TemplateFolder, fields: [NamedField], served: ServedPaths?, sheet: PageFrame.Sheet) {
        files = TemplateFiles(folder)
        self.served = served
        self.sheet = sheet
        isStyleSheet = false
        names = ValueNames([PageFrame.fields.map(\.named), fields])
    }

    /// Of a style sheet.
    init(sheetIn folder: TemplateFolder) {
        files = TemplateFiles(folder)
        served = nil
        sheet = .unknown
        isStyleSheet = true
        names = ValueNames([])
        markup = .inSheet
    }

    /// Whole after ``finish(_:required:)``, when there was no error.
    var nodes: [TemplateNode] { stack[0] }

    /// Adds a file of the folder. `tag` is what includes it; the page's own file has none.
    mutating func append(_ file: String, for tag: TemplateSpan? = nil) {
        let source: TemplateSource
        switch files.enter(file, for: tag) {
        case .source(let entered): source = entered
        case .refused(let problem):
            isWhole = false
            return problem.map { add($0) } ?? ()
        }
        let outer = sections.count
        let pieces = TemplatePiece.pieces(of: source.bytes)
        let ends = lastEnds(in: pieces)
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let literal):
                append(literal, of: source)
                endsInclusion = false
            case .tag(let tag):
                let span = TemplateSpan(source: source, range: tag.range)
                markup.interrupt(
                    silently: tag.kind == .comment || tag.kind == .partial,
                    by: tag.kind == .variable ? names.kind(of: tag.name) : nil)
                append(tag, at: span, outer: outer) { ends[$0, default: -1] > index }
                endsInclusion = tag.kind == .partial
            }
        }
        while sections.count > outer, let section = close() { reportUnclosed(section) }
        files.leave()
    }

    /// To be called once, after the page's own file.
    mutating func finish(_ shownName: String, required: [NamedField]) {
        if let unfinished = markup.unfinished,
            let span = text.span(of: unfinished.start..<unfinished.start + 1)
        {
            report(.syntax, unfinished.words, hint: "\(unfinished.remedy)", at: span)
            isWhole = false
        } else {
            problems += inStyle
        }
        checkMarkup()
        guard isWhole else { return }
        for field in required where !names.used.contains(field.name) {
            problems.append(
                TemplateProblem(
                    rule: .missingValue,
                    message: "\(quoted(field.name)) is not on the page, which can't do without it",
                    hint: "write \(field.usage), where the shipped template does",
                    place: .file(shownName)))
        }
    }

    /// The same of a style sheet.
    mutating func finishSheet(_ shownName: String) -> StyleSheet {
        problems += inStyle
        if markup.place == .style {
            events = [.styleSheet(0..<text.bytes.count, isForeign: false)]
            checkMarkup()
        } else {
            problems.append(
                TemplateProblem(
                    rule: .syntax, message: "\(quoted("</style>")) stands in a style sheet",
                    hint: "a file of its own holds what would stand between <style> and </style>",
                    place: .file(shownName)))
        }
        return StyleSheet(text: text.bytes)
    }

    private mutating func append(_ literal: ArraySlice<UInt8>, of source: TemplateSource) {
        let newline = UInt8(ascii: "\n")
        // An included file ends its last line itself.
        let literal =
            endsInclusion && last == newline && literal.first == newline ? literal.dropFirst() : literal
        guard let end = literal.last else { return }
        last = end
        stack[stack.count - 1].append(.literal(Array(literal)))
        text.append(literal, of: source)
        reportHalfOpened(literal, of: source)
        for byte in literal {
            if let event = markup.read(byte) { events.append(event) }
        }
    }

    private mutating func append(
        _ tag: TemplateTag, at span: TemplateSpan, outer: Int, isClosedLater: (String) -> Bool
    ) {
        if tag.isUnclosed {
            reportUnclosed(tag, at: span)
            if tag.kind == .comment || tag.name.isEmpty { return }
        }
        if markup.place == .style {
            if tag.kind != .partial, tag.kind != .comment { return refuseInStyle(tag, at: span) }
        } else {
            problems += inStyle
            inStyle = []
        }
        switch tag.kind {
        case .comment: break
        case .partial: append(tag.name, for: span)
        case .variable: appendVariable(tag, at: span)
        case .section, .invertedSection: enter(tag, at: span)
        case .end: appendEnd(tag, at: span, outer: outer, isClosedLater: isClosedLater)
        case .unescaped:
            names.note(tag.name)
            report(
                .valueUse, "a value must not stand on the page unescaped", hint: .write("{{\(tag.name)}}"),
                at: span)
        case .unsupported:
            report(
                .syntax, "this kind of tag is not understood",
                hint: "there are {{name}}, {{#name}}, {{^name}}, {{/name}}, {{> file}} and {{! comment}}",
                at: span)
        }
    }

    private mutating func reportUnclosed(_ tag: TemplateTag, at span: TemplateSpan) {
        guard tag.kind != .comment else {
            isWhole = false
            return report(
                .syntax, "a comment without its }}", hint: "write }} where it ends, and no {{ in it", at: span
            )
        }
        let meant = names.find(tag.name, guessing: problems.count < TemplateReader.limit).field?.name
        report(
            .syntax, "a tag without its }}", hint: .write(tag.source(naming: meant ?? tag.name)), at: span)
    }

    /// `{name}}`, where the name is that of a value.
    private mutating func reportHalfOpened(_ literal: ArraySlice<UInt8>, of source: TemplateSource) {
        for tag in TagReader.halfOpened(in: literal) where names.has(tag.name) {
            names.note(tag.name)
            let span = TemplateSpan(source: source, range: tag.range)
            report(.syntax, "a tag without its {{", hint: .write(tag.source), at: span)
        }
    }

    private mutating func refuseInStyle(_ tag: TemplateTag, at span: TemplateSpan) {
        names.note(tag.name)
        inStyle.append(
            problem(
                .valueUse,
                isStyleSheet
                    ? "a style sheet is the same for every page"
                    : "a style element must be the same for every answer",
                hint: isStyleSheet
                    ? "remove this; {{> file}} and {{! comment}} may stand here"
                    : "its digest stands in the page's policy: remove this, or use a class", at: span))
    }

    private mutating func appendVariable(_ tag: TemplateTag, at span: TemplateSpan) {
        guard let (place, field) = find(tag, at: span) else { return }
        switch field.kind {
        case .script(let script): return append(script, tag, at: span)
        case .text, .optionalText, .styleSheet: break
        case .flag, .list:
            return report(
                .valueUse, "\(quoted(tag.name)) is not a text", hint: "write \(field.usage)", at: span)
        }
        if markup.place == .tag {
            return report(
                .valueUse, "a value in a tag must stand between quotes",
                hint: markup.remedy(for: tag.name), at: span)
        }
        last = nil
        if let place { stack[stack.count - 1].append(.value(place)) }
    }
}

extension TemplateAssembly {
    private mutating func append(_ script: PageScript, _ tag: TemplateTag, at span: TemplateSpan) {
        guard markup.place == .text else {
            return report(
                .valueUse, "a script can't stand in a tag", hint: "write {{\(tag.name)}} before </body>",
                at: span)
        }
        last = nil
        scripts.append(script)
        stack[stack.count - 1].append(.literal(script.element))
    }
}

// MARK: sections

extension TemplateAssembly {
    private mutating func enter(_ tag: TemplateTag, at span: TemplateSpan) {
        var inner: [NamedField]?
        let found = find(tag, at: span)
        switch found?.field.kind {
        case .list(let fields): if tag.kind == .section { inner = fields }
        case .text, .styleSheet, .script:
            report(
                .valueUse, "\(quoted(tag.name)) is always there",
                hint: "write {{\(tag.name)}} without a section", at: span)
        case .optionalText, .flag, nil: break
        }
        guard sections.count < Self.maximumDepth else {
            if excess == 0 {
                report(
                    .limit, "more than \(Self.maximumDepth) sections are open",
                    hint: "close those that have ended: {{/name}}", at: span)
            }
            excess += 1
            return
        }
        sections.append(
            OpenSection(
                tag: tag, span: span, name: found?.field.name ?? tag.name,
                place: found?.place, opensScope: inner != nil))
        stack.append([])
        if let inner { names.enter(inner) }
    }

    private mutating func appendEnd(
        _ tag: TemplateTag, at span: TemplateSpan, outer: Int, isClosedLater: (String) -> Bool
    ) {
        if excess > 0 {
            excess -= 1
            return
        }
        guard sections.count > outer, let innermost = sections.last else {
            return report(
                .syntax, "\(tag.source) closes nothing",
                hint: "remove it, or write {{#\(tag.name)}} where it begins", at: span)
        }
        if sections[outer...].contains(where: { $0.tag.name == tag.name || $0.name == tag.name }) {
            while sections.count > outer, let section = close() {
                if section.tag.name == tag.name || section.name == tag.name { return }
                reportUnclosed(section, before: span)
            }
        }
        // The innermost has an end of its own further down: this one is too many. Else it is that end, misspelt.
        let isStray = isClosedLater(innermost.tag.name) || isClosedLater(innermost.name)
        var problem = problem(
            .syntax, "\(tag.source) closes nothing: \(innermost.tag.source) is open",
            hint: isStray ? .remove : .write("{{/\(innermost.name)}}"), at: span)
        problem.related = ("it is opened here", innermost.span)
        add(problem)
        if !isStray { close() }
    }

    /// Ends the innermost section, and answers it.
    @discardableResult
    private mutating func close() -> OpenSection? {
        guard let section = sections.popLast(), let inner = stack.popLast() else { return nil }
        if section.opensScope { names.leave() }
        if let place = section.place {
            let isInverted = section.tag.kind == .invertedSection
            stack[stack.count - 1].append(
                isInverted ? .invertedSection(place, inner) : .section(place, inner))
        }
        return section
    }

    private mutating func reportUnclosed(_ section: OpenSection, before end: TemplateSpan? = nil) {
        var problem = problem(
            .syntax, "\(section.tag.source) is never closed",
            hint: "write {{/\(section.name)}} where it ends",
            at: section.span)
        if let end { problem.related = ("it has to end before this", end) }
        add(problem)
    }

    /// The last piece of a file that closes each name.
    private func lastEnds(in pieces: [TemplatePiece]) -> [String: Int] {
        var ends: [String: Int] = [:]
        for (index, piece) in pieces.enumerated() {
            if case .tag(let tag) = piece, tag.kind == .end { ends[tag.name] = index }
        }
        return ends
    }
}

// MARK: what is wrong

extension TemplateAssembly {
    private mutating func find(_ tag: TemplateTag, at span: TemplateSpan)
        -> (place: ValuePlace?, field: NamedField)?
    {
        let found = names.find(tag.name, guessing: problems.count < TemplateReader.limit)
        if let advice = found.advice, !tag.isUnclosed {
            let hint: TemplateRemedy =
                switch advice {
                case .meant(let name): .meant(name, write: tag.source(naming: name))
                case .words(let words): "\(words)"
                }
            report(.unknownValue, "there is no value \(quoted(tag.name)) here", hint: hint, at: span)
        }
        return found.field.map { (found.place, $0) }
    }

    private mutating func checkMarkup() {
        var rules = MarkupRules(text.bytes, served: served, sheet: sheet)
        for event in events {
            switch event {
            case .tag(let tag): rules.check(tag)
            case .styleSheet(let range, let isForeign):
                styles.append(Array(text.bytes[range]))
                rules.checkStyleSheet(range, isForeign: isForeign)
            }
        }
        isSheetLinked = rules.isSheetLinked
        for finding in rules.findings {
            guard let span = text.span(of: finding.range) else { continue }
            problems.append(
                TemplateProblem(
                    severity: finding.severity, rule: finding.rule, message: finding.message,
                    hint: finding.hint, place: .span(span)))
        }
    }

    private mutating func report(
        _ rule: TemplateRule, _ message: String, hint: TemplateRemedy, at span: TemplateSpan
    ) {
        add(problem(rule, message, hint: hint, at: span))
    }

    private mutating func add(_ problem: TemplateProblem) { problems.append(problem) }

    /// A problem in an included file may be one of this page only, so it tells the way there.
    private func problem(_ rule: TemplateRule, _ message: String, hint: TemplateRemedy, at span: TemplateSpan)
        -> TemplateProblem
    {
        TemplateProblem(
            rule: rule, message: message, hint: hint, place: .span(span),
            related: files.inclusion.map { ("it is included here", $0) })
    }
}
