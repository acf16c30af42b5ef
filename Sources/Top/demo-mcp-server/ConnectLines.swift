/// What the program says when it listens: who it is, whom it asks, and how clients are given its address.
struct ConnectLines {
    let text: String

    init(version: String, resource: String, issuer: String) {
        text = """
            demo-mcp-server \(version) serves \(resource)
              asks      \(issuer)
            connect:
              claude mcp add --transport http demo \(resource)
              code --add-mcp '{"name":"demo","type":"http","url":"\(resource)"}'
              npx @modelcontextprotocol/inspector --transport http --server-url \(resource)
              fastmcp list \(resource) --auth oauth
            """
    }
}
