/// The requests of a client, one function each. The pair of verifier and challenge is the one of RFC 7636, appendix B.
extension Wire {
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let redirectURI = "http://127.0.0.1:7777/callback"

    func register() async throws -> Answer {
        try await post(
            "/oauth/register",
            json: """
                {"redirect_uris":["\(Self.redirectURI)"],"token_endpoint_auth_method":"none",\
                "grant_types":["authorization_code","refresh_token"]}
                """)
    }

    /// Where the browser is sent.
    static func authorization(_ client: String, state: String = "s") -> String {
        "/oauth/authorize?"
            + encode([
                "response_type": "code", "client_id": client, "redirect_uri": redirectURI,
                "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method": "S256", "state": state,
            ])
    }

    /// The whole way through the browser, which finishes by itself under `auto_approve`. The answer leads back to the client.
    func authorize(_ client: String) async throws -> Answer {
        var visitor = Visitor(self)
        return try await visitor.open(Self.authorization(client))
    }

    func redeem(_ code: String, of client: String) async throws -> Answer {
        try await post(
            "/oauth/token",
            form: [
                "grant_type": "authorization_code", "code": code, "client_id": client,
                "redirect_uri": Self.redirectURI,
                "code_verifier": Self.verifier,
            ])
    }

    func refresh(_ token: String, of client: String) async throws -> Answer {
        try await post(
            "/oauth/token",
            form: ["grant_type": "refresh_token", "refresh_token": token, "client_id": client])
    }

    func revoke(_ token: String, of client: String) async throws -> Answer {
        try await post("/oauth/revoke", form: ["token": token, "client_id": client])
    }

    /// As the MCP server of the shipped manifest.
    func introspect(_ token: String) async throws -> Answer {
        try await post(
            "/oauth/introspect", form: ["token": token],
            headers: [
                "Authorization": Self.basic(
                    "demo-mcp-server", "demo-resource-server-secret-for-loopback-only")
            ])
    }
}
