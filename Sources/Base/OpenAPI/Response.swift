import JSON

/// An answer of one status.
package struct Response: Sendable {
    private var name: String?
    private let words: String
    private var headers: [Header]
    private let content: [(type: String, schema: Schema)]

    /// - Parameters:
    ///   - words: When it is answered. A sentence.
    ///   - content: What may be in it, by its media type without parameters; empty: it has no content.
    package init(_ words: String, headers: [Header] = [], content: [(type: String, schema: Schema)] = []) {
        self.words = words
        self.headers = headers
        self.content = content
    }

    /// The same, said once in a document.
    package func called(_ name: String) -> Response {
        var response = self
        response.name = name
        return response
    }

    package func with(_ headers: Header...) -> Response {
        var response = self
        response.headers += headers
        return response
    }

    func json(_ components: inout Components) -> JSONValue {
        var fields = JSONObject()
        for header in headers { fields[header.name] = header.json(&components) }
        var types = JSONObject()
        for (type, schema) in content { types[type] = ["schema": schema.json(&components)] }
        let response: JSONValue = [
            "description": .string(words), "headers": fields.members.isEmpty ? nil : .object(fields),
            "content": types.members.isEmpty ? nil : .object(types),
        ]
        return name.map { components.refer(to: $0, in: .responses, response) } ?? response
    }
}

/// Answers of many operations: written once in a document.
package final class SharedResponses: Sendable {
    /// By status.
    let responses: [Int: Response]

    package init(_ responses: [Int: Response]) {
        self.responses = responses
    }

    func json(_ status: Int, _ components: inout Components) -> JSONValue? {
        if let known = components.shared[ObjectIdentifier(self)]?[status] { return known }
        let written = responses[status]?.json(&components)
        components.shared[ObjectIdentifier(self), default: [:]][status] = written
        return written
    }
}

/// A header field of an answer.
package struct Header: Sendable {
    let name: String
    private let schema: Schema
    private let words: String
    private let isRequired: Bool

    /// - Parameter isRequired: Each answer of that kind has it.
    package init(_ name: String, _ words: String, _ schema: Schema = .string(), isRequired: Bool = true) {
        self.name = name
        self.words = words
        self.schema = schema
        self.isRequired = isRequired
    }

    func json(_ components: inout Components) -> JSONValue {
        let header: JSONValue = [
            "description": .string(words), "required": isRequired ? true : nil,
            "schema": schema.json(&components),
        ]
        return components.refer(to: name, in: .headers, header)
    }
}
