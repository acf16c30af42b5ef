package import JSON
import WireText

/// What a value may be (JSON Schema 2020-12, which OpenAPI 3.1 has taken over as it is).
package struct Schema: Sendable {
    private enum Content: Sendable {
        case value(JSONValue)
        case schema(Schema)
        case schemas([Schema])
        case properties([Property])
    }

    /// Under which it stands among the components; nil: it stands where it is used.
    private var name: String?
    private var keywords: [(name: String, content: Content)]

    /// A member of an object, or a parameter of a form.
    package struct Property: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        package static func required(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: true)
        }

        package static func optional(_ name: String, _ schema: Schema) -> Property {
            Property(name: name, schema: schema, isRequired: false)
        }
    }

    /// Whatever there is.
    package static let anything = Schema(name: nil, keywords: [])

    /// - Parameters:
    ///   - pattern: A regular expression of ECMA-262 that is found in the text.
    ///   - choices: All that it may be; nil: any.
    package static func string(
        _ words: String? = nil, format: String? = nil, pattern: String? = nil, among choices: [String]? = nil,
        example: String? = nil
    ) -> Schema {
        Schema(
            "string", words,
            [
                ("format", format.map { .string($0) }), ("pattern", pattern.map { .string($0) }),
                ("enum", choices.map { .strings($0) }), ("examples", example.map { .strings([$0]) }),
            ])
    }

    package static func constant(_ text: String, _ words: String? = nil) -> Schema {
        Schema("string", words, [("const", .string(text))])
    }

    package static func integer(_ words: String? = nil, from minimum: Int64? = nil) -> Schema {
        Schema("integer", words, [("minimum", minimum.map { .integer($0) })])
    }

    package static func boolean(_ words: String? = nil, always constant: Bool? = nil) -> Schema {
        Schema("boolean", words, [("const", constant.map { .bool($0) })])
    }

    package static func array(of element: Schema, _ words: String? = nil, from count: Int64? = nil) -> Schema
    {
        var schema = Schema("array", words, [("minItems", count.map { .integer($0) })])
        schema.keywords.append(("items", .schema(element)))
        return schema
    }

    /// - Parameter isClosed: It has no other members.
    package static func object(
        _ properties: [Property], _ words: String? = nil, isClosed: Bool = false
    ) -> Schema {
        var schema = Schema("object", words, [])
        let required = properties.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema.keywords.append(("required", .value(.strings(required)))) }
        if !properties.isEmpty { schema.keywords.append(("properties", .properties(properties))) }
        if isClosed { schema.keywords.append(("additionalProperties", .value(false))) }
        return schema
    }

    /// Exactly one of them, the only one that there is, or anything where there is none.
    package static func one(of schemas: [Schema]) -> Schema {
        guard schemas.count > 1 else { return schemas.first ?? .anything }
        return Schema(name: nil, keywords: [("oneOf", .schemas(schemas))])
    }

    package static func any(of schemas: [Schema], _ words: String? = nil) -> Schema {
        Schema(nil, words, []).with("anyOf", .schemas(schemas))
    }

    /// What a value that never changes is: of an object which members it has, each of its own kind.
    package static func shape(of value: JSONValue) -> Schema {
        switch value {
        case .null: Schema("null", nil, [])
        case .bool: .boolean()
        case .integer: .integer()
        case .number: Schema("number", nil, [])
        case .string: .string()
        case .array(let elements): elements.first.map { .array(of: shape(of: $0)) } ?? .array(of: .anything)
        case .object(let object):
            .object(object.members.map { .required($0.name.shown, shape(of: $0.value)) })
        }
    }

    /// The same, said once in a document.
    package func called(_ name: String) -> Schema {
        var schema = self
        schema.name = name
        return schema
    }

    private init(name: String?, keywords: [(name: String, content: Content)]) {
        self.name = name
        self.keywords = keywords
    }

    private init(_ type: String?, _ words: String?, _ keywords: [(name: String, value: JSONValue?)]) {
        let all = [("type", type.map { .string($0) }), ("description", words.map { .string($0) })] + keywords
        self.init(
            name: nil, keywords: all.compactMap { name, value in value.map { (name, .value($0)) } })
    }

    private func with(_ keyword: String, _ content: Content) -> Schema {
        Schema(name: name, keywords: keywords + [(keyword, content)])
    }

    func json(_ components: inout Components) -> JSONValue {
        var object = JSONObject()
        for (keyword, content) in keywords {
            object[keyword] =
                switch content {
                case .value(let value): value
                case .schema(let schema): schema.json(&components)
                case .schemas(let schemas): .array(schemas.map { $0.json(&components) })
                case .properties(let properties): Self.json(properties, &components)
                }
        }
        guard let name else { return .object(object) }
        return components.refer(to: name, in: .schemas, .object(object))
    }

    private static func json(_ properties: [Property], _ components: inout Components) -> JSONValue {
        var object = JSONObject()
        for property in properties { object[property.name] = property.schema.json(&components) }
        return .object(object)
    }
}
