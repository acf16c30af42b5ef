/// The paths this server answers.
enum MCPPath {
    static let endpoint = "/mcp"
    /// RFC 9728 §3.1: the path of the resource stands behind the well-known one.
    static let resourceMetadata = "/.well-known/oauth-protected-resource/mcp"
    /// Clients of 2025-03-26 look for the authorization server at the origin of the MCP server.
    static let authorizationServerMetadata = "/.well-known/oauth-authorization-server"

    enum Place: Sendable {
        case endpoint
        case resourceMetadata
        case authorizationServerMetadata
        /// What a client says of itself, and its keys.
        case sampleClient
        case keysOfSampleClient
        /// What clients of 2025-03-26 and their like expect of an authorization server at this origin, and don't find here.
        case ofAuthorizationServer
    }

    /// What a path leads to. A slash at its end names nothing else: some clients add one, and others drop it.
    static func place(_ path: String) -> Place? {
        let bytes = path.utf8.last == UInt8(ascii: "/") ? path.utf8.dropLast() : path.utf8[...]
        return places.first { bytes.elementsEqual($0.path.utf8) }?.place
    }

    private static let places: [(path: String, place: Place)] = [
        (endpoint, .endpoint),
        (resourceMetadata, .resourceMetadata),
        // The form without a path, which some clients try alone.
        ("/.well-known/oauth-protected-resource", .resourceMetadata),
        (authorizationServerMetadata, .authorizationServerMetadata),
        // Others insert the path of the endpoint here too.
        (authorizationServerMetadata + endpoint, .authorizationServerMetadata),
        (SampleClient.documentPath, .sampleClient),
        (SampleClient.keysPath, .keysOfSampleClient),
        ("/authorize", .ofAuthorizationServer),
        ("/token", .ofAuthorizationServer),
        ("/register", .ofAuthorizationServer),
        ("/.well-known/openid-configuration", .ofAuthorizationServer),
        ("/.well-known/openid-configuration/mcp", .ofAuthorizationServer),
        ("/mcp/.well-known/openid-configuration", .ofAuthorizationServer),
    ]
}
