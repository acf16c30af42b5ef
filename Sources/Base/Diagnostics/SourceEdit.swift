/// A change of a file that takes a diagnostic away: what stands between two places is replaced by a text. Where they are one,
/// the text is inserted.
package struct SourceEdit: Sendable, Equatable {
    /// As the places of diagnostics name it.
    package let file: String
    package let start: Place
    package let end: Place
    /// Its lines end with LF, whatever those of the file end with.
    package let text: String

    package init(file: String, start: Place, end: Place, text: String) {
        self.file = file
        self.start = start
        self.end = end
        self.text = text
    }

    package struct Place: Sendable, Equatable {
        /// From 1; columns count characters, as those of ``SourceLocation`` do.
        package let line: Int
        package let column: Int
        /// Of the bytes of the file, of which a byte order mark is one, too.
        package let offset: Int

        package init(line: Int, column: Int, offset: Int) {
            self.line = line
            self.column = column
            self.offset = offset
        }
    }

    /// One may change what the other is of: they don't go together in one step.
    package func touches(_ other: SourceEdit) -> Bool {
        file == other.file && start.offset <= other.end.offset && other.start.offset <= end.offset
    }
}

extension [SourceEdit] {
    package func of(_ file: String) -> [SourceEdit] { filter { $0.file == file } }

    /// All of them made in the file that they are of, no two of which touch. What they insert has line ends as the file has them.
    package func applied(to text: [UInt8]) -> [UInt8] {
        let lineBreak = Self.lineBreak(in: text)
        var changed: [UInt8] = []
        var index = 0
        for edit in sorted(by: { $0.start.offset < $1.start.offset }) {
            changed += text[index..<edit.start.offset]
            changed += edit.text.utf8.flatMap { $0 == 0x0a ? lineBreak : [$0] }
            index = edit.end.offset
        }
        return changed + text[index...]
    }

    /// As the first line ends.
    private static func lineBreak(in text: [UInt8]) -> [UInt8] {
        guard let first = text.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }), text[first] == 0x0d else {
            return [0x0a]
        }
        return first + 1 < text.count && text[first + 1] == 0x0a ? [0x0d, 0x0a] : [0x0d]
    }
}
