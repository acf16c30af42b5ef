import JSON
import StrictYAML
import WireText
import YAML

extension HandlerDescriptor {
    static let respondJSON = respond(
        "Answers with what YAML has under `json`, as JSON.",
        example: "{ json: { status: up } }"
    ) {
        Key<StaticAnswerDraft>(
            "json", .anything, example: "{ status: up }",
            "What to answer: a mapping, a list or a value, as JSON has it.",
            text: { ($0.text?.text.dropLast()).map { String($0) } },
            accept: { field, draft, reader in
                // Two braces in a row stand in strings only, and have been read there.
                draft.text = field?.json().flatMap {
                    try? PlanText(
                        String(decoding: $0.serialized(), as: UTF8.self) + "\n",
                        routes: reader.decoding[RouteFacts.self].names)
                }
            }
        ).required("what to answer: a mapping, a list or a value")
        Key.type(standing: "application/json")
        Key.status
    }
}

extension Field {
    /// As JSON has it: a plain scalar is what it looks like (YAML 1.2 §10.3.2), one in quotes a string.
    fileprivate func json() -> JSONValue? {
        switch node.content {
        case .scalar(let scalar):
            if scalar.isNull { return .null }
            guard let text = planText()?.text else { return nil }
            return scalar.style == .plain ? .plain(text) : .string(text)
        case .sequence:
            let entries = list() ?? []
            let values = entries.compactMap { $0.json() }
            return values.count == entries.count ? .array(values) : nil
        case .mapping:
            let entries = mapping(such: "{ status: up }")?.all() ?? []
            var object = JSONObject()
            for (entry, field) in entries {
                if entry.key.contains("{{") {
                    error(.invalidValue, "a key of JSON can't have '{{' in it", at: entry.keySpan)
                } else if let value = field.json() {
                    object[WireText(entry.key)] = value
                }
            }
            return object.members.count == entries.count ? .object(object) : nil
        }
    }
}
