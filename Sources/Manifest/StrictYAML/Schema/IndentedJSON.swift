import JSON

extension JSONValue {
    /// On many lines, for people; what fits on one stays there.
    package func indented(by depth: Int = 0) -> String {
        let line = onOneLine
        if line.utf8.count + depth * 2 <= 140 { return line }
        let margin = String(repeating: "  ", count: depth + 1)
        let end = "\n" + String(repeating: "  ", count: depth)
        switch self {
        case .array(let values):
            let lines = values.map { margin + $0.indented(by: depth + 1) }
            return "[\n\(lines.joined(separator: ",\n"))\(end)]"
        case .object(let object):
            let lines = object.members.map { name, value in
                "\(margin)\(JSONValue.string(name).onOneLine): \(value.indented(by: depth + 1))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\(end)}"
        case .null, .bool, .integer, .number, .string: return line
        }
    }

    private var onOneLine: String {
        switch self {
        case .array(let values): "[\(values.map(\.onOneLine).joined(separator: ", "))]"
        case .object(let object):
            if object.members.isEmpty {
                "{}"
            } else {
                "{ \(object.members.map { "\(JSONValue.string($0).onOneLine): \($1.onOneLine)" }.joined(separator: ", ")) }"
            }
        case .null, .bool, .integer, .number, .string: String(decoding: serialized(), as: UTF8.self)
        }
    }
}
