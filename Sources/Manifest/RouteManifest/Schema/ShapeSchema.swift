import JSON
import StrictYAML

extension ValueShape {
    /// What the schema says of a value under a key, which may be variables that come out empty.
    func schema(at path: String) -> JSONObject {
        switch self {
        case .text(let shape): shape.schema
        case .integer(let range):
            Self.scalar("integer", NumberPattern.of(range), words).adding([
                "minimum": .integer(Int64(range.lowerBound)), "maximum": .integer(Int64(range.upperBound)),
            ])
        case .boolean: Self.scalar("boolean", "true|false", words)
        case .word(let words):
            ManifestSchema.choice(of: words)
        case .list(let shape, _):
            Self.collection("array", words).adding([
                "items": .object(shape.entrySchema(at: path + "[]")), "maxItems": Self.mostEntries,
                "minItems": SchemaConditions.isNeverEmpty(path) ? 1 : nil,
            ])
        case .mapping(let entries):
            Self.collection("object", words).adding(Self.schema(of: entries, at: path))
        case .named(let name, let shape):
            Self.collection("object", words).adding([
                "propertyNames": name.pattern.map {
                    [
                        "pattern": .string("^(?:\($0))$"),
                        "patternErrorMessage": .string("must be \(name.words)"),
                    ]
                },
                "additionalProperties": .object(shape.entrySchema(at: path + ".NAME")),
                "maxProperties": Self.mostEntries,
                "minProperties": SchemaConditions.isNeverEmpty(path) ? 1 : nil,
            ])
        case .either(let shapes): Self.either(shapes, at: path)
        case .anything: JSONObject(["type": ["object", "array", "string", "number", "boolean"]])
        case .options: Self.collection("object", words)
        }
    }

    /// Of an entry of a list, or under a name of the user's own: what is empty there is wrong.
    private func entrySchema(at path: String) -> JSONObject {
        guard case .mapping(let entries) = self else { return schema(at: path) }
        return JSONObject(["type": "object"]).adding(Self.schema(of: entries, at: path))
    }

    /// What it says of the keys of a mapping.
    ///
    /// - Parameter value: What it says of the value under one.
    static func schema(
        of entries: [KeyEntry], at path: String, value: ((KeyEntry) -> JSONObject)? = nil
    ) -> JSONObject {
        let conditions = SchemaConditions.of(path, entries)
        let required = entries.filter { $0.isRequired && !SchemaConditions.isExcusable($0.name, at: path) }
        var properties = JSONObject()
        for entry in entries {
            let place = path.isEmpty ? entry.name : "\(path).\(entry.name)"
            properties[entry.name] = .object(value?(entry) ?? entry.schema(at: place))
        }
        return JSONObject([
            "properties": .object(properties),
            "required": required.isEmpty ? nil : .strings(required.map(\.name)),
            "additionalProperties": false, "minProperties": SchemaConditions.isNeverEmpty(path) ? 1 : nil,
            "allOf": conditions.isEmpty ? nil : .array(conditions.map { .object($0) }),
        ])
    }

    /// Errors in a list or mapping are told where they are, which `anyOf` would not do.
    private static func either(_ shapes: [ValueShape], at path: String) -> JSONObject {
        let scalars = shapes.filter { $0.collectionType == nil }.map { JSONValue.object($0.schema(at: path)) }
        let scalar: JSONValue = scalars.count == 1 ? scalars[0] : ["anyOf": .array(scalars)]
        return shapes.reduce(scalar) { rest, shape in
            guard let type = shape.collectionType else { return rest }
            return [
                "if": ["type": .string(type)], "then": .object(shape.schema(at: path)), "else": rest,
            ]
        }.object ?? JSONObject()
    }

    private var collectionType: String? {
        switch self {
        case .list: "array"
        case .mapping, .named, .options: "object"
        case .text, .integer, .boolean, .word, .either, .anything: nil
        }
    }

    private static func scalar(_ type: String, _ pattern: String, _ words: String) -> JSONObject {
        JSONObject([
            "type": [.string(type), "string"], "pattern": ManifestSchema.pattern(pattern),
            "patternErrorMessage": .string("must be \(words)"),
        ])
    }

    private static func collection(_ type: String, _ words: String) -> JSONObject {
        JSONObject([
            "type": [.string(type), "string"], "$ref": "#/$defs/nothing",
            "patternErrorMessage": .string("must be \(words)"),
        ])
    }

    private static let mostEntries = JSONValue.integer(Int64(Field.mostEntries))
}

extension KeyEntry {
    fileprivate var isRequired: Bool { if case .required = standing { true } else { false } }
}

extension TextShape {
    fileprivate var schema: JSONObject {
        JSONObject([
            "type": .strings(types), "pattern": pattern.map(ManifestSchema.pattern),
            "patternErrorMessage": pattern.map { _ in .string("must be \(words)") },
        ])
    }

    /// To the decoder every scalar is a text: `name: 2024` is right, and to a schema that is a number.
    private var types: [String] {
        guard let pattern, let expression = try? Regex(pattern) else {
            return ["string", "number", "boolean"]
        }
        func fits(_ texts: [String]) -> Bool { texts.contains { $0.wholeMatch(of: expression) != nil } }
        return ["string"] + (fits(["7", "1.5", "-3"]) ? ["number"] : []) + (fits(["true"]) ? ["boolean"] : [])
    }
}

extension JSONObject {
    func adding(_ members: KeyValuePairs<String, JSONValue?>) -> JSONObject { adding(JSONObject(members)) }

    func adding(_ other: JSONObject) -> JSONObject {
        var sum = self
        sum.add(other)
        return sum
    }
}
