package import JSON
package import YAML

extension JSONValue {
    /// What an editor takes it for: plain scalars by the core schema (YAML 1.2 §10.3.2), those in quotes as strings.
    package init(yaml node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar):
            self = scalar.isNull ? .null : scalar.style == .plain ? .plain(scalar.text) : .string(scalar.text)
        case .sequence(let nodes):
            self = .array(nodes.map { JSONValue(yaml: $0) })
        case .mapping(let entries):
            var object = JSONObject()
            for entry in entries { object[entry.key] = JSONValue(yaml: entry.value) }
            self = .object(object)
        }
    }

    /// Of a value that stands in no file; nil for what is no YAML.
    package init?(yaml text: String) {
        guard let root = YAMLDocument(parsing: Array(text.utf8)).root else { return nil }
        self.init(yaml: root)
    }

    /// A scalar without quotes that is not null.
    package static func plain(_ text: String) -> JSONValue {
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        case _ where text.hasPrefix("0x"): return prefixed(text, radix: 16)
        case _ where text.hasPrefix("0o"): return prefixed(text, radix: 8)
        default: break
        }
        if let integer = Int64(text) { return .integer(integer) }
        // What Swift reads besides (`nan`, `0x1p3`) is text here.
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
            let number = Double(text), number.isFinite
        else { return .string(text) }
        return .number(number)
    }

    private static func prefixed(_ text: String, radix: Int) -> JSONValue {
        let digits = text.dropFirst(2)
        guard digits.utf8.allSatisfy({ $0 != 0x2b && $0 != 0x2d }) else { return .string(text) }
        return Int64(digits, radix: radix).map { .integer($0) } ?? .string(text)
    }
}
