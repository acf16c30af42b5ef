import Endpoint

/// Cross-origin fields: any page may read an answer, none sends cookies (Fetch §3.2).
enum CrossOrigin {
    static let headers = HeaderBlock([
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers":
            "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After",
    ])

    private static let requestHeaders = [
        "authorization", "content-type", "mcp-protocol-version", "mcp-session-id", "mcp-method", "mcp-name",
        "last-event-id", "dpop",
    ].joined(separator: ", ")

    static func preflight(_ methods: String) -> EndpointResponse {
        EndpointResponse(
            status: 204,
            headers: HeaderBlock([
                "Access-Control-Allow-Methods": methods,
                "Access-Control-Allow-Headers": requestHeaders,
                "Access-Control-Max-Age": "7200",
            ]).adding(headers))
    }
}
