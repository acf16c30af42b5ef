import JSON

/// How this server introduces itself.
package enum ServerIdentity {
    static let name = "mcp-auth-demo"
    package static let version = "0.1.0"
    static let instructions =
        "A protected MCP server to try authorization with. whoami shows the claims of the access token."

    static let info: JSONValue = [
        "name": .string(name), "title": "mcp-auth demo", "version": .string(version),
    ]

    static let capabilities: JSONValue = ["tools": ["listChanged": false]]
}
