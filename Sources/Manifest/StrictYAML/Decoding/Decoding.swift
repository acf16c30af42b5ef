package import Diagnostics
package import YAML

/// What one part of a language comes to know in a run over a file, for the others to ask.
package protocol Facts: AnyObject {
    init()
}

/// One run over one file: what is known, and what has been found.
package final class Decoding {
    package let language: Language
    /// The file, and what was merged into it.
    package let sources: SourceFiles
    package let environment: [String: String]
    private let readSecretFile: (String) -> SecretFile
    package let findings = Findings()
    /// The whole of it as YAML.
    package let root: YAMLNode?
    /// All of the file is in the tree.
    package let isWhole: Bool
    /// Entries of the file were dropped, so that what seems to be missing may not be.
    let hasHoles: Bool
    /// Whether what holds is told, value by value, and where it comes from.
    package let isTelling: Bool
    /// Each with what is written there.
    private var toldValues: [(value: ToldValue, node: YAMLNode?)] = []
    /// Where secrets stand, be it by a variable; an alias has the place of what it stands for.
    private var secretSpans: Set<SourceSpan> = []
    private var facts: [ObjectIdentifier: any Facts] = [:]
    /// Of variables whose values were told of: the file may name them in many places.
    private var strays: [Interpolation.Flaw.Kind] = []
    /// What values were made of, so far, that does not stand in the file.
    package private(set) var outside: Set<OutsideSource> = []
    /// Places that hold secrets and must not be printed, with what they say.
    private var blotted: [(span: SourceSpan, texts: [String])] = []

    /// - Parameters:
    ///   - texts: The file, and what is laid over it.
    ///   - readSecretFile: Named as the file names it.
    package init(
        _ texts: [FileText], in language: Language, environment: [String: String],
        readSecretFile: @escaping (String) -> SecretFile, isTelling: Bool
    ) {
        let texts = LaidTexts(texts, language)
        let (root, slips) = texts.merged(environment)
        self.language = language
        sources = texts.sources
        self.root = root
        self.environment = environment
        self.readSecretFile = readSecretFile
        self.isTelling = isTelling
        isWhole = texts.problems.isEmpty
        hasHoles = texts.problems.contains { $0.kind == .mergeKey || $0.kind == .keyIsNotText }
        for problem in texts.problems { add(problem) }
        for slip in slips { add(slip) }
    }

    /// What is known by now of one kind.
    package subscript<Kind: Facts>(_ kind: Kind.Type) -> Kind {
        if let known = facts[ObjectIdentifier(kind)] as? Kind { return known }
        let known = kind.init()
        facts[ObjectIdentifier(kind)] = known
        return known
    }

    /// Ends the run: what the parts of the language know holds places of the file, and each of those holds the run. Without this, neither
    /// would ever go.
    package func forget() {
        facts = [:]
    }

    /// The whole of the file; nil where there is nothing, or what there is can't be read.
    package var whole: Field? {
        root.map { Field(label: language.title, path: .root, node: $0, keySpan: .fileStart, decoding: self) }
    }

    /// What holds at a place of the file.
    package func tell(_ path: ValuePath, _ text: String, _ field: Field?) {
        guard isTelling else { return }
        let value = ToldValue(path: path, text: text, origin: field?.origin ?? .standing)
        toldValues.append((value, field?.node))
    }

    /// All of it; where a secret stands, under whatever key an alias has brought it, is not told what.
    package var told: [ToldValue] {
        toldValues.map { value, node in
            guard let node, holdsSecret(node) else { return value }
            return ToldValue(path: value.path, text: ToldValue.mask, origin: value.origin)
        }
    }

    func markSecret(_ node: YAMLNode) { secretSpans.insert(node.span) }

    private func holdsSecret(_ node: YAMLNode) -> Bool {
        guard !secretSpans.isEmpty else { return false }
        return switch node.content {
        case .scalar: secretSpans.contains(node.span)
        case .sequence(let nodes): nodes.contains(where: holdsSecret)
        case .mapping(let entries): entries.contains { holdsSecret($0.value) }
        }
    }

    /// What holds there in the place of what the file says; nil: nothing.
    ///
    /// - Parameter words: Why.
    package func overrule(_ path: ValuePath, _ text: String?, because words: String) {
        guard isTelling else { return }
        toldValues.removeAll { $0.value.path == path }
        if let text {
            toldValues.append((ToldValue(path: path, text: text, origin: .overridden(words)), nil))
        }
    }

    /// A text of the file with its variables filled in.
    ///
    /// - Parameter path: Of the value that it is.
    func fill(_ text: String, at path: ValuePath) -> Interpolation {
        let filled = Interpolation(text, environment: environment)
        for name in filled.variables { outside.insert(OutsideSource(kind: .variable(name), path: path)) }
        return filled
    }

    /// - Parameters:
    ///   - name: As the file names it.
    ///   - path: Of the value that is the name.
    package func file(_ name: String, at path: ValuePath) -> SecretFile {
        outside.insert(OutsideSource(kind: .file(name), path: path))
        return readSecretFile(name)
    }

    /// It has not been told of yet.
    func isNew(_ stray: Interpolation.Flaw.Kind) -> Bool {
        guard !strays.contains(stray) else { return false }
        strays.append(stray)
        return true
    }

    /// Keeps what stands there out of every diagnostic.
    package func blot(_ node: YAMLNode) {
        guard case .scalar(let scalar) = node.content else { return blotted.append((node.span, [])) }
        let filled = Interpolation(scalar.text, environment: environment)
        blotted.append((node.span, [scalar.text, filled.text].filter { !$0.isEmpty }))
    }

    /// The files, as they may be shown after what has been read of them.
    package var shown: [ShownText] {
        sources.all.enumerated().map { index, source in
            ShownText(source, blotted: blotted.map(\.span).filter { $0.start.source == index })
        }
    }

    /// What has been found so far, in the order of the file.
    package func diagnostics() -> [Diagnostic] {
        let locator = Locator(sources, shown)
        let ordered = findings.all.enumerated().sorted { left, right in
            switch (left.element.span?.start, right.element.span?.start) {
            case (let first?, let second?) where first != second: first < second
            case (.some, nil): true
            case (nil, .some): false
            default: left.offset < right.offset
            }
        }
        var diagnostics = ordered.map { discreet($0.element).diagnostic(locator) }
        if findings.omitted > 0 {
            diagnostics.append(
                Diagnostic(
                    findings.hasErrors ? .error : .warning, DiagnosticCode.yamlLimit,
                    "and \(findings.omitted) more problems", hint: nil, at: .file(sources.all[0].file)))
        }
        return diagnostics
    }

    /// What is said of a place that holds a secret is said without quoting it: of the secret as a whole, to which an alias under another
    /// key may lead, and of a part that is taken for something else (a comma in it begins a key).
    private func discreet(_ finding: Finding) -> Finding {
        guard let span = finding.span else { return finding }
        let secrets = blotted.filter { $0.span == span }
        let covered = sources.secret(at: span)
        guard !secrets.isEmpty || covered != nil else { return finding }
        let texts = secrets.flatMap(\.texts) + [covered].compactMap(\.self)
        func blot(_ words: String) -> String {
            texts.reduce(words) { words, text in
                words.replacing(quoted(text), with: "'***'").replacing(text, with: "***")
            }
        }
        // What would be written in the place of a secret is made of it.
        let remedy = finding.remedy.flatMap { $0.edits.allSatisfy(\.text.isEmpty) ? $0 : nil }
        return Finding(
            severity: finding.severity, code: finding.code, message: blot(finding.message),
            remedy: remedy.map { $0.with(words: blot($0.words)) }, span: finding.span,
            related: finding.related)
    }
}

extension Finding {
    fileprivate func diagnostic(_ locator: Locator) -> Diagnostic {
        Diagnostic(
            severity, code, message, hint: remedy?.words, mending: locator.mending(self),
            at: span.map { .text(locator.location($0)) } ?? .commandLine,
            related: related.map {
                Diagnostic.Related(message: $0.message, location: locator.location($0.span))
            })
    }
}

extension SourceSpan {
    /// Where the file begins.
    package static let fileStart = SourceSpan(
        start: SourceMark(source: 0, line: 1, column: 1), end: SourceMark(source: 0, line: 1, column: 1))
}
