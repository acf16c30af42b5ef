import YAML

/// One run over one file: what is known, and what has been found.
final class Decoding {
    let file: String
    let surroundings: ManifestSurroundings
    let source: SourceText
    let findings = Findings()
    /// Entries of the file were dropped, so that what seems to be missing may not be.
    var hasHoles = false
    /// Places that hold secrets and must not be printed.
    private(set) var blotted: [SourceSpan] = []

    init(file: String, source: SourceText, surroundings: ManifestSurroundings) {
        self.file = file
        self.source = source
        self.surroundings = surroundings
    }

    /// Keeps what stands there out of every diagnostic.
    func blot(_ span: SourceSpan) {
        blotted.append(span)
    }

    /// What has been found so far, in the order of the file.
    func diagnostics() -> [Diagnostic] {
        let locator = Locator(file: file, source: source, blotted: blotted)
        let ordered = findings.all.enumerated().sorted { left, right in
            switch (left.element.span?.start, right.element.span?.start) {
            case (let first?, let second?) where first != second: first < second
            case (.some, nil): true
            case (nil, .some): false
            default: left.offset < right.offset
            }
        }
        var diagnostics = ordered.map { $0.element.diagnostic(locator) }
        if findings.omitted > 0 {
            diagnostics.append(
                Diagnostic(
                    severity: findings.hasErrors ? .error : .warning, code: .yamlLimit,
                    message: "and \(findings.omitted) more problems",
                    hint: nil,
                    location: nil, related: nil))
        }
        return diagnostics
    }
}

extension Finding {
    fileprivate func diagnostic(_ locator: Locator) -> Diagnostic {
        Diagnostic(
            severity: severity, code: code, message: PrintableText.of(message),
            hint: hint.map(PrintableText.of),
            location: span.map(locator.location),
            related: related.map {
                Diagnostic.Related(message: $0.message, location: locator.location($0.span))
            })
    }
}
