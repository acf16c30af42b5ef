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
                draft.text = field?.answer().flatMap {
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
    /// Two braces in a row stand for what is filled in later, and that in values alone.
    fileprivate func answer() -> JSONValue? {
        json {
            $0.planText()?.text
        } key: { entry in
            guard entry.key.contains("{{") else { return true }
            error(.invalidValue, "a key of JSON can't have '{{' in it", at: entry.keySpan)
            return false
        }
    }
}
