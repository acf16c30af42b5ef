package import Diagnostics

/// Reads the templates of a folder, and gathers all that is wrong with them.
package struct TemplateReader {
    private let folder: TemplateFolder
    private let served: ServedPaths?
    /// What all pages show.
    package var frame: PageFrame
    private var found: [Diagnostic] = []
    private var omitted = 0

    /// Nobody reads further.
    static let limit = 200

    /// - Parameter served: Nil when it isn't known: then nothing is said about links.
    package init(_ folder: TemplateFolder, served: ServedPaths?, frame: PageFrame = PageFrame()) {
        self.folder = folder
        self.served = served
        self.frame = frame
    }

    /// Reads a page's file and what that includes. What has no error can always be rendered; nil when it has one.
    ///
    /// - Parameter fields: What the template may name.
    package mutating func read<Page: PageModel>(
        _ file: String, for page: Page.Type = Page.self, fields: [PageField<Page>] = Page.fields
    ) -> PageTemplate<Page>? {
        var assembly = TemplateAssembly(
            folder: folder, fields: fields.map(\.named), served: served, sheet: frame.sheet)
        assembly.append(file)
        assembly.finish(folder.shownName(of: file), required: fields.filter(\.isRequired).map(\.named))
        tell(assembly.problems)
        guard assembly.problems.allSatisfy({ $0.severity == .warning }) else { return nil }
        return PageTemplate(assembly, fields, frame: frame)
    }

    /// Reads a style sheet and what that includes; nil when there is an error in it.
    package mutating func readStyleSheet(_ file: String) -> StyleSheet? {
        var assembly = TemplateAssembly(sheetIn: folder)
        assembly.append(file)
        let sheet = assembly.finishSheet(folder.shownName(of: file))
        tell(assembly.problems)
        return assembly.problems.allSatisfy { $0.severity == .warning } ? sheet : nil
    }

    /// In the order of the files.
    package var diagnostics: [Diagnostic] {
        guard omitted > 0 else { return found }
        return found + [
            Diagnostic(
                found.contains { $0.severity == .error } ? .error : .warning, TemplateRule.limit,
                "and \(omitted) more problems", hint: nil, at: .file(folder.shownName(of: "")))
        ]
    }

    private mutating func tell(_ problems: [TemplateProblem]) {
        for problem in problems.inOrder {
            guard found.count < Self.limit else {
                omitted += 1
                continue
            }
            let diagnostic = problem.diagnostic
            // Several pages may include one file.
            let isKnown = found.contains {
                $0.place == diagnostic.place && $0.message == diagnostic.message
            }
            if !isKnown { found.append(diagnostic) }
        }
    }
}

extension [TemplateProblem] {
    /// As they stand: the files in the order in which they come up first.
    fileprivate var inOrder: [TemplateProblem] {
        var files: [String: Int] = [:]
        for problem in self where files[problem.file] == nil { files[problem.file] = files.count }
        func key(_ item: (offset: Int, element: TemplateProblem)) -> (Int, Int, Int) {
            (files[item.element.file] ?? 0, item.element.start, item.offset)
        }
        return enumerated().sorted { key($0) < key($1) }.map(\.element)
    }
}

extension TemplateProblem {
    fileprivate var file: String {
        switch place {
        case .file(let name): name
        case .span(let span): span.source.name
        }
    }

    /// What is wrong with a file as a whole comes last.
    fileprivate var start: Int {
        switch place {
        case .file: .max
        case .span(let span): span.range.lowerBound
        }
    }
}
