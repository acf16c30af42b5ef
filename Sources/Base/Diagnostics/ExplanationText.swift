extension Explanation {
    /// For a terminal.
    package func text(of code: String) -> String {
        """
        \(code): \(title) [\(level.rawValue)]

        \(wrapped(why))
        \(wrapped(remedy))

        wrong:
        \(Self.indented(broken))
        right:
        \(Self.indented(mended))
        """
    }

    private static func indented(_ example: String) -> String {
        example.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
            .joined(separator: "\n")
    }
}

/// A text on lines that a terminal shows whole.
package func wrapped(_ text: String) -> String {
    let width = 80
    return text.split(separator: " ").reduce(into: [""]) { lines, word in
        let last = lines[lines.count - 1]
        if last.isEmpty {
            lines[lines.count - 1] = String(word)
        } else if last.count + 1 + word.count <= width {
            lines[lines.count - 1] += " " + word
        } else {
            lines.append(String(word))
        }
    }.joined(separator: "\n")
}
