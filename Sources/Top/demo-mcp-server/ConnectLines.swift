import LineLog

/// What the program says when it listens: who it is, whom it asks, and how clients are given its address.
extension Announcement {
    init(version: String, resource: String, issuer: String) {
        self.init("demo-mcp-server \(version) serves \(resource)")
        add("asks", issuer)
        advise(
            "connect:",
            [
                "claude mcp add --transport http demo \(resource)",
                "code --add-mcp '{\"name\":\"demo\",\"type\":\"http\",\"url\":\"\(resource)\"}'",
                "npx @modelcontextprotocol/inspector --transport http --server-url \(resource)",
                "fastmcp list \(resource) --auth oauth",
            ])
    }
}
