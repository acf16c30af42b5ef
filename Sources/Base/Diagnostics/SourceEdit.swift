/// A change of a file that takes a diagnostic away: what stands between two places is replaced by a text. Where they are one,
/// the text is inserted.
package struct SourceEdit: Sendable, Equatable {
    /// As the places of diagnostics name it.
    package let file: String
    package let start: Place
    package let end: Place
    package let text: String

    package init(file: String, start: Place, end: Place, text: String) {
        self.file = file
        self.start = start
        self.end = end
        self.text = text
    }

    /// From 1; columns count characters, as those of ``SourceLocation`` do.
    package struct Place: Sendable, Equatable {
        package let line: Int
        package let column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }
}
