import JSON

/// Something a client can have done (MCP, "Tools").
protocol Tool: Sendable {
    var name: String { get }
    var title: String { get }
    var description: String { get }
    /// JSON Schema of the arguments.
    var inputSchema: JSONValue { get }
    /// What the token must carry beside ``DemoScope/mcp``.
    var neededScope: [String] { get }

    func call(_ arguments: JSONObject, for caller: TokenClaims) -> ToolOutcome
}

extension Tool {
    var neededScope: [String] { [] }

    var definition: JSONValue {
        [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": inputSchema,
            "annotations": [
                "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true,
                "openWorldHint": false,
            ],
        ]
    }
}

/// How a call ends, or goes on.
enum ToolOutcome: Sendable {
    case result(ToolResult)
    /// Takes a while and tells how far it is.
    case progress(ProgressWork)
    case insufficientScope([String])
}

/// What a tool says. An argument it can't work with is a result too, so that a model reads it and mends its
/// call.
struct ToolResult: Sendable {
    private let text: String
    private let structured: JSONValue?
    private let isError: Bool

    /// The value itself, and its JSON for clients that know nothing of structured content (MCP, "Structured Content").
    static func value(_ value: JSONValue) -> ToolResult {
        ToolResult(
            text: String(decoding: value.serialized(), as: UTF8.self), structured: value, isError: false)
    }

    static func text(_ text: String) -> ToolResult {
        ToolResult(text: text, structured: nil, isError: false)
    }

    static func problem(_ text: String) -> ToolOutcome {
        .result(ToolResult(text: text, structured: nil, isError: true))
    }

    var members: JSONObject {
        JSONObject([
            "content": [["type": "text", "text": .string(text)]], "structuredContent": structured,
            "isError": .bool(isError),
        ])
    }
}
