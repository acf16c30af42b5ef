import JSON
import StrictYAML

/// The language of the manifest as JSON Schema (draft 2020-12), by which an editor completes and marks.
///
/// It refuses nothing that the decoder takes. What a schema can't say is left to `mcp-auth check`, and said in its words.
package enum ManifestSchema {
    /// As `routes.schema.json` has it, but for the end of the last line.
    package static var text: String { JSONValue.object(document).indented() }

    private static var document: JSONObject {
        let sections = ManifestLanguage.sections
        var definitions = JSONObject([
            "variables": .object(variables), "nothing": .object(nothing),
        ])
        for section in sections { definitions[section.name] = .object(section.schema(at: section.name)) }
        var document = JSONObject([
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "routes.schema.json",
            "$comment": .string(comment), "title": "The manifest of mcp-auth",
            "description": .string(description),
        ])
        document.add(
            ValueShape.schema(of: sections, at: "") {
                JSONObject(["$ref": .string("#/$defs/\($0.name)")])
            })
        document["type"] = "object"
        document["$defs"] = .object(definitions)
        return document
    }

    /// What stands before and behind an expression for a whole text that may be one with variables.
    static func pattern(_ expression: String) -> JSONValue { .string("^(?:\(expression))$|\(variable)") }

    static func choice(of words: [String]) -> JSONObject {
        JSONObject([
            "anyOf": [
                ["enum": .strings(words)],
                [
                    "type": "string", "pattern": .string(variable),
                    "patternErrorMessage": .string("must be \(ValueShape.word(words).words)"),
                ],
            ]
        ])
    }

    /// What a schema can't fill in, and therefore takes for anything.
    private static let variable = #"\$[{$]"#

    private static let variables = JSONObject([
        "$comment":
            "Variables are filled in at the start: ${NAME}, ${NAME:-default}, ${NAME:?message}. $$ is a dollar sign.",
        "type": "string", "pattern": .string(variable),
    ])

    /// Says nothing of what is no text.
    private static let nothing = JSONObject([
        "$comment": "A value of variables that are all empty is as if its key was not there.",
        "pattern": #"^(\$\{[^}]*\})+$"#,
    ])

    private static let description = """
        What an authorization server is, in one file: every endpoint, every limit, every lifetime. This schema is for editors. \
        `mcp-auth check` finds more, and says more of it.
        """

    private static let comment = """
        Made by `mcp-auth schema`. What it does not say: whether a length of time, a number of bytes or a rate is within its range; what \
        variables will hold; whether what is referred to (scopes, resources, routes, templates, files) is there; whether ids, paths and \
        the entries of lists are there once; URIs and hosts beyond their first letters; and what the parts mean together. The description \
        of each key says what is right for it.
        """
}

extension KeyEntry {
    /// - Parameter path: Where it stands in the language.
    func schema(at path: String) -> JSONObject {
        var schema = JSONObject(["description": .string(description)])
        schema.add(shape.schema(at: path))
        if case .value(let text) = standing { schema["default"] = JSONValue(yaml: text) }
        schema["examples"] = JSONValue(yaml: example).map { [$0] }
        return schema
    }

    private var description: String {
        "\(words)\n\nTakes \(shape.words).\nDefault: \(standing.words).\nFor \(reader); since \(since)."
    }
}
