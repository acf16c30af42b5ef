import YAML

/// One of the files that make a manifest, as far as places in it are concerned.
final class ManifestSource {
    /// As diagnostics call it.
    let file: String
    let text: SourceText
    /// What holds secrets by the look of it.
    private(set) lazy var secretLines = SecretLines(text)

    init(file: String, _ text: SourceText) {
        self.file = file
        self.text = text
    }
}

/// All of them; the marks of a text have its place here.
struct ManifestSources {
    let all: [ManifestSource]

    subscript(mark: SourceMark) -> ManifestSource { all[mark.source] }

    /// What stands there is a secret by the look of it, or a part of one; nil where it is none.
    func secret(at span: SourceSpan) -> String? {
        let source = self[span.start]
        return source.secretLines.text(at: span, in: source.text)
    }

    /// Nothing of the line may be quoted.
    func isSecret(lineOf mark: SourceMark) -> Bool { self[mark].secretLines.contains(line: mark.line) }
}
