internal import Endpoint
internal import RouteManifest
internal import WireText

/// What a policy adds to answers (Fetch §3.3). Credentials are never allowed: no answer here depends on a cookie and may
/// be read by another page at once.
struct CORSHeaders {
    /// On every answer of the route.
    let answers: ByOrigin<HeaderBlock>
    /// On the answer to a preflight.
    let preflights: ByOrigin<HeaderBlock>

    /// What the MCP transport and OAuth clients send; `authorization` is not covered by a wildcard.
    private static let allowedHeaders = [
        "authorization", "content-type", "mcp-protocol-version", "mcp-session-id", "mcp-method", "mcp-name",
        "last-event-id", "dpop",
    ].joined(separator: ", ")
    private static let exposedHeaders = [
        "WWW-Authenticate", "Mcp-Session-Id", "MCP-Protocol-Version", "Retry-After",
    ].joined(separator: ", ")
    /// Two hours: browsers remember a preflight no longer, whatever they are told.
    private static let maxAge = "7200"

    init(_ policy: CORSPolicy, methods: String) {
        let answer = HeaderBlock(["Access-Control-Expose-Headers": Self.exposedHeaders])
        let preflight = HeaderBlock([
            "Access-Control-Allow-Methods": methods, "Access-Control-Allow-Headers": Self.allowedHeaders,
            "Access-Control-Max-Age": Self.maxAge,
        ])
        answers = Self.allowing(policy, adding: answer)
        preflights = Self.allowing(policy, adding: preflight)
    }

    private static func allowing(_ policy: CORSPolicy, adding block: HeaderBlock) -> ByOrigin<HeaderBlock> {
        switch policy {
        case .any:
            return ByOrigin(others: HeaderBlock([allowOrigin: "*"]).adding(block), listed: [:])
        case .sameOrigin:
            return ByOrigin(others: .empty, listed: [:])
        case .origins(let origins):
            // Those who are refused get a `Vary` too, or a cache would hand the refusal to those who are not.
            let vary = HeaderBlock(["Vary": "Origin"])
            let listed = origins.map { (WireText($0.text), vary.adding(allowOrigin, $0.text).adding(block)) }
            return ByOrigin(others: vary, listed: Dictionary(listed) { first, _ in first })
        }
    }

    private static let allowOrigin = "Access-Control-Allow-Origin"
}
