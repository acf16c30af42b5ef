package import JSON

/// A language as JSON Schema (draft 2020-12), by which an editor completes and marks.
///
/// It refuses nothing that is taken when a file is read.
package struct LanguageSchema: Sendable {
    /// The keys of the whole.
    let keys: [KeyEntry]
    /// What it says of itself.
    let about: JSONObject
    /// Lists and mappings that are wrong without an entry, by their paths.
    let neverEmpty: Set<String>
    /// What the keys of a mapping, at its path, ask of each other.
    let conditions: @Sendable (LanguageSchema, String, [KeyEntry]) -> [JSONObject]

    package init(
        of keys: [KeyEntry], about: JSONObject, neverEmpty: Set<String>,
        conditions: @escaping @Sendable (LanguageSchema, String, [KeyEntry]) -> [JSONObject]
    ) {
        self.keys = keys
        self.about = about
        self.neverEmpty = neverEmpty
        self.conditions = conditions
    }

    package var text: String { JSONValue.object(document).indented() }

    private var document: JSONObject {
        var definitions = JSONObject([
            "variables": .object(Self.variables), "nothing": .object(Self.nothing),
        ])
        for key in keys { definitions[key.name] = .object(schema(of: key, at: key.name)) }
        var document = JSONObject(["$schema": "https://json-schema.org/draft/2020-12/schema"]).adding(about)
        document.add(schema(of: keys, at: "") { JSONObject(["$ref": .string("#/$defs/\($0.name)")]) })
        document["type"] = "object"
        document["$defs"] = .object(definitions)
        return document
    }

    /// - Parameter path: Where it stands in the language.
    func schema(of entry: KeyEntry, at path: String) -> JSONObject {
        var schema = JSONObject(["description": .string(entry.description)])
        schema.add(self.schema(of: entry.shape, at: path))
        if case .value(let text) = entry.standing { schema["default"] = JSONValue(yaml: text) }
        schema["examples"] = JSONValue(yaml: entry.example).map { [$0] }
        return schema
    }

    /// What stands before and behind an expression for a whole text that may be one with variables.
    static func pattern(_ expression: String) -> JSONValue { .string("^(?:\(expression))$|\(variable)") }

    package static func choice(of words: [String]) -> JSONObject {
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

    /// Of a key that can't be there, unless it comes out empty.
    package static func absent(_ reason: String) -> JSONValue {
        ["type": "string", "$ref": "#/$defs/nothing", "patternErrorMessage": .string(reason)]
    }

    /// A secret stands in the file or in one of its own, not in both.
    func secrets(among keys: [String]) -> [JSONObject] {
        keys.filter { keys.contains("\($0)_file") }.map { key in
            JSONObject([
                "if": [
                    "required": [.string(key)], "properties": [key: ["not": ["$ref": "#/$defs/variables"]]],
                ],
                "then": ["properties": ["\(key)_file": Self.absent("'\(key)' is there already")]],
            ])
        }
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
}

extension KeyEntry {
    fileprivate var description: String {
        "\(words)\n\nTakes \(shape.words).\nDefault: \(standing.words).\nFor \(reader); since \(since)."
    }
}
