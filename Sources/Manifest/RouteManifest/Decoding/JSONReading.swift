import JSON
import StrictYAML
import WireText
import YAML

extension Field {
    /// As JSON has it: a plain scalar is what it looks like (YAML 1.2 §10.3.2), one in quotes a string. Nil after a report.
    ///
    /// - Parameters:
    ///   - text: Reads a scalar.
    ///   - takes: Whether a key can be one.
    func json(
        _ text: (Field) -> String?, key takes: (YAMLEntry) -> Bool = { _ in true }
    ) -> JSONValue? {
        switch node.content {
        case .scalar(let scalar):
            if scalar.isNull { return .null }
            guard let text = text(self) else { return nil }
            return scalar.style == .plain ? .plain(text) : .string(text)
        case .sequence:
            let entries = list() ?? []
            let values = entries.compactMap { $0.json(text, key: takes) }
            return values.count == entries.count ? .array(values) : nil
        case .mapping:
            let entries = mapping(such: "{ status: up }")?.all() ?? []
            var object = JSONObject()
            for (entry, field) in entries where takes(entry) {
                if let value = field.json(text, key: takes) { object[WireText(entry.key)] = value }
            }
            return object.members.count == entries.count ? .object(object) : nil
        }
    }
}
