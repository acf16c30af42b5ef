package import YAML

/// One of the files that are read together, as far as places in it are concerned.
package final class SourceFile {
    /// As diagnostics call it.
    package let file: String
    package let text: SourceText
    /// What holds secrets by the look of it.
    private(set) lazy var secretLines = SecretLines(text, of: language)
    package let language: Language

    init(file: String, _ text: SourceText, _ language: Language) {
        self.file = file
        self.text = text
        self.language = language
    }
}

/// All of them; the marks of a text have its place here.
package struct SourceFiles {
    package let all: [SourceFile]

    package subscript(mark: SourceMark) -> SourceFile { all[mark.source] }

    /// What stands there is a secret by the look of it, or a part of one; nil where it is none.
    package func secret(at span: SourceSpan) -> String? {
        let source = self[span.start]
        return source.secretLines.text(at: span, in: source.text)
    }

    /// Nothing of the line may be quoted.
    package func isSecret(lineOf mark: SourceMark) -> Bool {
        self[mark].secretLines.contains(line: mark.line)
    }
}
