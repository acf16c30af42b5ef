extension Diagnostic {
    /// For a terminal, in the manner of compilers:
    ///
    ///     routes.yaml:12:5: error: unknown key 'metods' in route 'token' [unknown-key]
    ///       12 |     metods: [POST]
    ///          |     ^~~~~~
    ///       hint: did you mean 'methods'?
    package func rendered(_ ink: Ink = .plain) -> String {
        let kind = ink(severity.style, "\(severity.rawValue):")
        var lines = ["\(ink(.bold, "\(place):")) \(kind) \(ink(.bold, message)) [\(code)]"]
        if let location { lines += location.excerpt(ink) }
        if let related {
            let place = Place.text(related.location)
            lines.append("\(ink(.bold, "\(place):")) \(ink(.note, "note:")) \(related.message)")
            lines += related.location.excerpt(ink)
        }
        if let hint { lines.append("  \(ink(.note, "hint:")) \(hint)") }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Diagnostic.Place: CustomStringConvertible {
    package var description: String {
        switch self {
        case .commandLine: "command line"
        case .file(let name): name
        case .text(let location): "\(location.file):\(location.line):\(location.column)"
        }
    }
}

extension SourceLocation {
    fileprivate func excerpt(_ ink: Ink) -> [String] {
        let number = String(line)
        let margin = String(repeating: " ", count: max(4 - number.count, 0))
        let blank = String(repeating: " ", count: margin.count + number.count)
        let underline = "^" + String(repeating: "~", count: length - 1)
        return [
            "\(margin)\(number) | \(sourceLine)",
            "\(blank) | " + String(repeating: " ", count: caret) + ink(.place, underline),
        ]
    }
}

extension Diagnostic.Severity {
    fileprivate var style: Ink.Style {
        switch self {
        case .error: .error
        case .warning: .warning
        }
    }
}
