/// What pages of other origins may do with an answer (Fetch §3.3). Credentials are never allowed: no answer depends on a cookie
/// and may be read by another page at once.
package enum CrossOrigin {
    /// What an answer lets them read.
    package static let answers = HeaderBlock([
        "Access-Control-Expose-Headers":
            "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After"
    ])

    /// What the MCP transport and OAuth clients send; `authorization` is not covered by a wildcard.
    private static let requestHeaders = [
        "authorization", "content-type", "mcp-protocol-version", "mcp-session-id", "mcp-method", "mcp-name",
        "last-event-id", "dpop",
    ].joined(separator: ", ")
    /// Two hours: browsers remember a preflight no longer, whatever they are told.
    private static let maxAge = "7200"

    /// What a preflight lets them send.
    package static func preflights(_ methods: String) -> HeaderBlock {
        HeaderBlock([
            "Access-Control-Allow-Methods": methods, "Access-Control-Allow-Headers": requestHeaders,
            "Access-Control-Max-Age": maxAge,
        ])
    }

    /// - Parameter origin: `*`: every page.
    package static func allowing(_ origin: String) -> HeaderBlock {
        HeaderBlock(["Access-Control-Allow-Origin": origin])
    }
}
