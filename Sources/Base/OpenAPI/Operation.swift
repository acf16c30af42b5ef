import JSON

/// What a caller can do at a path by one method.
package struct Operation: Sendable {
    /// A few words.
    package var summary: String
    /// Sentences.
    package var words: String?
    /// Of no other operation of the document; nil: it has none.
    package var id: String?
    package var parameters: [Parameter]
    package var body: RequestBody?
    /// By status.
    package var responses: [Int: Response]
    /// And what is answered as in other operations, where nothing is said of its status here.
    package var shared: SharedResponses?
    /// Ways to prove who one is, of which one is needed; an empty one: nothing is shown. Nil: nobody is asked who they are.
    package var security: [[SecurityScheme]]?

    package init(
        _ summary: String, parameters: [Parameter] = [], body: RequestBody? = nil,
        responses: [Int: Response], security: [[SecurityScheme]]? = nil
    ) {
        self.summary = summary
        self.parameters = parameters
        self.body = body
        self.responses = responses
        self.security = security
    }

    func json(_ components: inout Components) -> JSONValue {
        var answers = JSONObject()
        for status in Set(responses.keys).union(shared?.responses.keys.map(\.self) ?? []).sorted() {
            answers["\(status)"] =
                responses[status]?.json(&components) ?? shared?.json(status, &components)
        }
        let security = security?.map { schemes in
            var requirement = JSONObject()
            for scheme in schemes { requirement[scheme.use(&components)] = [] }
            return JSONValue.object(requirement)
        }
        return [
            "operationId": id.map { .string($0) }, "summary": .string(summary),
            "description": words.map { .string($0) },
            "parameters": parameters.isEmpty ? nil : .array(parameters.map { $0.json(&components) }),
            "requestBody": body.map { $0.json(&components) }, "responses": .object(answers),
            "security": security.map { .array($0) },
        ]
    }
}

/// A parameter of the query, or a header field of the request.
package struct Parameter: Sendable {
    private let place: String
    private let property: Schema.Property

    package static func query(_ property: Schema.Property) -> Parameter {
        Parameter(place: "query", property: property)
    }

    package static func header(_ property: Schema.Property) -> Parameter {
        Parameter(place: "header", property: property)
    }

    func json(_ components: inout Components) -> JSONValue {
        [
            "name": .string(property.name), "in": .string(place),
            "required": property.isRequired ? true : nil, "schema": property.schema.json(&components),
        ]
    }
}

package struct RequestBody: Sendable {
    private let type: String
    private let schema: Schema
    private let isRequired: Bool

    /// - Parameter type: Its media type, without parameters.
    package init(_ type: String, _ schema: Schema, isRequired: Bool = true) {
        self.type = type
        self.schema = schema
        self.isRequired = isRequired
    }

    package static func form(_ schema: Schema, isRequired: Bool = true) -> RequestBody {
        RequestBody("application/x-www-form-urlencoded", schema, isRequired: isRequired)
    }

    func json(_ components: inout Components) -> JSONValue {
        var types = JSONObject()
        types[type] = ["schema": schema.json(&components)]
        return ["required": isRequired ? true : nil, "content": .object(types)]
    }
}

/// A way to prove who one is, by a scheme of `Authorization` (RFC 9110 §11.6.2).
package struct SecurityScheme: Sendable {
    private let name: String
    private let scheme: String
    private let words: String

    package static func basic(_ name: String, _ words: String) -> SecurityScheme {
        SecurityScheme(name: name, scheme: "basic", words: words)
    }

    package static func bearer(_ name: String, _ words: String) -> SecurityScheme {
        SecurityScheme(name: name, scheme: "bearer", words: words)
    }

    /// Its name, under which it stands among the components from now on.
    func use(_ components: inout Components) -> String {
        let scheme: JSONValue = [
            "type": "http", "scheme": .string(scheme), "description": .string(words),
        ]
        _ = components.refer(to: name, in: .securitySchemes, scheme)
        return name
    }
}
