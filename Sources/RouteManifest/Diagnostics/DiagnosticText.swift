extension Diagnostic {
    /// For a terminal, in the manner of compilers:
    ///
    ///     routes.yaml:12:5: error: unknown key 'metods' in route 'token' [unknown-key]
    ///       12 |     metods: [POST]
    ///          |     ^~~~~~
    ///       hint: did you mean 'methods'?
    package func rendered() -> String {
        var lines = [heading(location, severity.rawValue, "\(message) [\(code.rawValue)]")]
        if let location { lines += location.excerpt }
        if let related {
            lines.append(heading(related.location, "note", related.message))
            lines += related.location.excerpt
        }
        if let hint { lines.append("  hint: \(hint)") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func heading(_ location: SourceLocation?, _ kind: String, _ message: String) -> String {
        let place = location.map { "\($0.file):\($0.line):\($0.column)" } ?? "command line"
        return "\(place): \(kind): \(message)"
    }
}

extension SourceLocation {
    fileprivate var excerpt: [String] {
        let number = String(line)
        let margin = String(repeating: " ", count: max(4 - number.count, 0))
        let blank = String(repeating: " ", count: margin.count + number.count)
        let underline = "^" + String(repeating: "~", count: length - 1)
        return [
            "\(margin)\(number) | \(sourceLine)",
            "\(blank) | " + String(repeating: " ", count: caret) + underline,
        ]
    }
}
