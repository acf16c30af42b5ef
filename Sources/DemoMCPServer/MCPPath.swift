/// The paths this server answers.
enum MCPPath {
    static let endpoint = "/mcp"
    /// RFC 9728 §3.1: the path of the resource stands behind the well-known one.
    static let resourceMetadata = "/.well-known/oauth-protected-resource/mcp"
    /// The form without a path, which some clients try alone.
    static let resourceMetadataAtRoot = "/.well-known/oauth-protected-resource"
    /// Clients of 2025-03-26 look for the authorization server at the origin of the MCP server.
    static let authorizationServerMetadata = "/.well-known/oauth-authorization-server"
}
