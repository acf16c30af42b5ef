/// Why a page can't be made from its template. Nothing is served from a template that has any problem.
package struct TemplateError: Error, CustomStringConvertible {
    /// All of them, in the order they stand in the template; never empty.
    package let problems: [TemplateProblem]

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

package struct TemplateProblem: Sendable, Hashable, CustomStringConvertible {
    package let file: String
    /// Both count from 1; `nil` when the problem is with the file as a whole.
    package let line: Int?
    package let column: Int?
    package let message: String
    package let hint: String?

    /// `consent.html:12:7: message`, and under it the hint.
    package var description: String {
        var text = file
        if let line, let column { text += ":\(line):\(column)" }
        text += ": " + message
        if let hint { text += "\n    hint: " + hint }
        return text
    }
}
