package import JSON

/// What a server can be asked for, and what it answers (OpenAPI 3.1.1).
package struct OpenAPIDocument: Sendable {
    private let title: String
    private let words: String
    private let version: String
    private let server: String
    /// By path, in the order in which they came.
    private var paths: [(path: String, operations: [(method: String, operation: Operation)])] = []

    /// - Parameters:
    ///   - words: Sentences on the whole.
    ///   - version: Of the server.
    ///   - server: The URL that paths are put behind.
    package init(title: String, words: String, version: String, server: String) {
        self.title = title
        self.words = words
        self.version = version
        self.server = server
    }

    /// - Parameters:
    ///   - method: As it stands in a request.
    ///   - path: Without parameters, so that nothing in it stands for anything else.
    package mutating func add(_ operation: Operation, _ method: String, at path: String) {
        let index = paths.firstIndex { $0.path == path } ?? paths.endIndex
        if index == paths.endIndex { paths.append((path, [])) }
        paths[index].operations.append((method.lowercased(), operation))
    }

    package var json: JSONValue {
        var components = Components()
        var items = JSONObject()
        for (path, operations) in paths {
            var item = JSONObject()
            for (method, operation) in operations { item[method] = operation.json(&components) }
            items[path] = .object(item)
        }
        return [
            "openapi": "3.1.1",
            "info": [
                "title": .string(title), "description": .string(words), "version": .string(version),
            ],
            "servers": [["url": .string(server)]], "paths": .object(items), "components": components.json,
        ]
    }
}
