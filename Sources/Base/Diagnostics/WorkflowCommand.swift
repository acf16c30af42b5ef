extension Diagnostic {
    /// For GitHub Actions, which shows it at its line of the file that was changed:
    ///
    ///     ::error file=routes.yaml,line=12,endLine=12,col=5,endColumn=11,title=unknown-key::unknown key 'metods' in route 'token'
    package var workflowCommand: String {
        var properties: [(String, String)] = []
        switch place {
        case .commandLine: break
        case .file(let name): properties.append(("file", name))
        case .text(let location):
            properties += [
                ("file", location.file), ("line", "\(location.line)"), ("endLine", "\(location.line)"),
                ("col", "\(location.column)"), ("endColumn", "\(location.column + location.length)"),
            ]
        }
        properties.append(("title", code))
        let words = [
            message, related.map { "\(Place.text($0.location)): \($0.message)" }, hint.map { "hint: \($0)" },
        ]
        let list = properties.map { "\($0.0)=\(Self.escaped($0.1, isProperty: true))" }.joined(separator: ",")
        let text = words.compactMap(\.self).joined(separator: "\n")
        return "::\(severity.rawValue) \(list)::\(Self.escaped(text, isProperty: false))"
    }

    /// As the runner undoes it: whatever would end the line, or the property, is not in it.
    private static func escaped(_ text: String, isProperty: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "%": escaped += "%25"
            case "\r": escaped += "%0D"
            case "\n": escaped += "%0A"
            case ":" where isProperty: escaped += "%3A"
            case "," where isProperty: escaped += "%2C"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
