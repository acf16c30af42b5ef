package import JSON

extension LanguageSchema {
    /// What it says of a value under a key, which may be variables that come out empty.
    func schema(of shape: ValueShape, at path: String) -> JSONObject {
        switch shape {
        case .text(let text): text.schema
        case .integer(let range):
            Self.scalar("integer", NumberPattern.of(range), shape).adding([
                "minimum": .integer(Int64(range.lowerBound)), "maximum": .integer(Int64(range.upperBound)),
            ])
        case .boolean: Self.scalar("boolean", "true|false", shape)
        case .word(let words): Self.choice(of: words)
        case .list(let entry, _):
            Self.collection("array", shape).adding([
                "items": .object(schema(ofEntry: entry, at: path + "[]")), "maxItems": Self.mostEntries,
                "minItems": neverEmpty.contains(path) ? 1 : nil,
            ])
        case .mapping(let entries):
            Self.collection("object", shape).adding(schema(of: entries, at: path))
        case .named(let name, let value):
            Self.collection("object", shape).adding([
                "propertyNames": name.pattern.map {
                    [
                        "pattern": .string("^(?:\($0))$"),
                        "patternErrorMessage": .string("must be \(name.words)"),
                    ]
                },
                "additionalProperties": .object(schema(ofEntry: value, at: path + ".NAME")),
                "maxProperties": Self.mostEntries,
                "minProperties": neverEmpty.contains(path) ? 1 : nil,
            ])
        case .either(let shapes): either(shapes, at: path)
        case .anything: JSONObject(["type": ["object", "array", "string", "number", "boolean"]])
        case .options: Self.collection("object", shape)
        }
    }

    /// Of an entry of a list, or under a name of the user's own: what is empty there is wrong.
    private func schema(ofEntry shape: ValueShape, at path: String) -> JSONObject {
        guard case .mapping(let entries) = shape else { return schema(of: shape, at: path) }
        return JSONObject(["type": "object"]).adding(schema(of: entries, at: path))
    }

    /// What it says of the keys of a mapping.
    ///
    /// - Parameter value: What it says of the value under one.
    package func schema(
        of entries: [KeyEntry], at path: String, value: ((KeyEntry) -> JSONObject)? = nil
    ) -> JSONObject {
        let conditions = secrets(among: entries.map(\.name)) + conditions(self, path, entries)
        let required = entries.filter(\.isRequired)
        var properties = JSONObject()
        for entry in entries {
            let place = path.isEmpty ? entry.name : "\(path).\(entry.name)"
            properties[entry.name] = .object(value?(entry) ?? schema(of: entry, at: place))
        }
        return JSONObject([
            "properties": .object(properties),
            "required": required.isEmpty ? nil : .strings(required.map(\.name)),
            "additionalProperties": false, "minProperties": neverEmpty.contains(path) ? 1 : nil,
            "allOf": conditions.isEmpty ? nil : .array(conditions.map { .object($0) }),
        ])
    }

    /// Errors in a list or mapping are told where they are, which `anyOf` would not do.
    private func either(_ shapes: [ValueShape], at path: String) -> JSONObject {
        let scalars = shapes.filter { $0.collectionType == nil }.map {
            JSONValue.object(schema(of: $0, at: path))
        }
        let scalar: JSONValue = scalars.count == 1 ? scalars[0] : ["anyOf": .array(scalars)]
        return shapes.reduce(scalar) { rest, shape in
            guard let type = shape.collectionType else { return rest }
            return [
                "if": ["type": .string(type)], "then": .object(schema(of: shape, at: path)), "else": rest,
            ]
        }.object ?? JSONObject()
    }

    private static func scalar(_ type: String, _ pattern: String, _ shape: ValueShape) -> JSONObject {
        JSONObject([
            "type": [.string(type), "string"], "pattern": Self.pattern(pattern),
            "patternErrorMessage": .string("must be \(shape.words)"),
        ])
    }

    private static func collection(_ type: String, _ shape: ValueShape) -> JSONObject {
        JSONObject([
            "type": [.string(type), "string"], "$ref": "#/$defs/nothing",
            "patternErrorMessage": .string("must be \(shape.words)"),
        ])
    }

    private static let mostEntries = JSONValue.integer(Int64(Field.mostEntries))
}

extension ValueShape {
    fileprivate var collectionType: String? {
        switch self {
        case .list: "array"
        case .mapping, .named, .options: "object"
        case .text, .integer, .boolean, .word, .either, .anything: nil
        }
    }
}

extension KeyEntry {
    fileprivate var isRequired: Bool { if case .required(always: true) = standing { true } else { false } }
}

extension TextShape {
    fileprivate var schema: JSONObject {
        JSONObject([
            "type": .strings(types), "pattern": pattern.map(LanguageSchema.pattern),
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
