import JSON

/// Messages as clients send them.
enum Messages {
    static func request(
        _ method: String, _ params: JSONValue? = nil, id: JSONValue = 1
    ) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params]
    }

    static func notification(_ method: String) -> JSONValue {
        ["jsonrpc": "2.0", "method": .string(method)]
    }

    static func initialize(_ version: String = "2025-11-25") -> JSONValue {
        request(
            "initialize",
            [
                "protocolVersion": .string(version), "capabilities": [:],
                "clientInfo": ["name": "test", "version": "1"],
            ])
    }

    static func call(_ tool: String, _ arguments: JSONValue = [:], progressToken: JSONValue? = nil)
        -> JSONValue
    {
        request(
            "tools/call",
            [
                "name": .string(tool), "arguments": arguments,
                "_meta": progressToken.map { ["progressToken": $0] },
            ])
    }

    /// The `_meta` that every request of 2026-07-28 carries.
    static func meta(_ version: String = "2026-07-28") -> JSONValue {
        [
            "io.modelcontextprotocol/protocolVersion": .string(version),
            "io.modelcontextprotocol/clientCapabilities": [:],
            "io.modelcontextprotocol/clientInfo": ["name": "test", "version": "1"],
        ]
    }
}
