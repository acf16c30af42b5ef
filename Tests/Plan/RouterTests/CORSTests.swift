import Endpoint
import Router
import Testing
import WireText

@Suite("cross-origin requests (Fetch §3)")
struct CORSTests {
    static let preflight: KeyValuePairs<String, String> = [
        "Origin": "https://app.example.com", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,mcp-protocol-version",
    ]
    static let exposed = "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After"

    @Test(
        "a preflight of an open route is answered 204 with its methods and the header fields of the MCP transport"
    )
    func openPreflight() throws {
        let answer = try CompiledRouter().answer("OPTIONS", "/oauth/token", Self.preflight)
        #expect(answer.status == 204)
        #expect(answer.text.isEmpty)
        #expect(answer.header("access-control-allow-origin") == "*")
        #expect(answer.header("access-control-allow-methods") == "POST")
        #expect(
            answer.header("access-control-allow-headers")
                == "authorization, content-type, mcp-protocol-version, mcp-session-id, mcp-method, mcp-name, last-event-id, dpop"
        )
        #expect(answer.header("access-control-max-age") == "7200")
        #expect(answer.header("access-control-allow-credentials") == nil)
        #expect(answer.header("vary") == nil)
    }

    @Test("a preflight of the metadata document names GET and HEAD")
    func metadataPreflight() throws {
        let answer = try CompiledRouter().answer(
            "OPTIONS", metadataPath, ["Origin": "https://x.example", "Access-Control-Request-Method": "GET"])
        #expect(answer.header("access-control-allow-methods") == "GET, HEAD")
        #expect(answer.header("allow") == "GET, HEAD, OPTIONS")
    }

    @Test(
        "a route without CORS answers OPTIONS with its methods, which no browser takes for leave",
        arguments: [
            "/oauth/authorize", "/authorize", "/login", "/login/done", "/oauth/introspect", "/health",
        ])
    func closedPreflight(path: String) throws {
        let answer = try CompiledRouter().answer("OPTIONS", path, Self.preflight)
        #expect(answer.status == 204)
        #expect(answer.header("allow") != nil)
        #expect(answer.headers.fields.fields.allSatisfy { !$0.name.lowercased().hasPrefix("access-control") })
    }

    @Test(
        "every answer of an open route can be read by any page, errors too, and never with credentials",
        arguments: [
            "https://app.example.com", "null", "http://localhost:1", "",
        ])
    func openAnswers(origin: String) throws {
        let router = try CompiledRouter(
            manifest: everyKind.replacing("timeout: 7s", with: "rate_limit: 1/1m"))
        var blocks = [
            try router.policy("POST", "/oauth/token", ["Origin": origin]).headers,
            try router.answer("POST", "/oauth/token", ["Origin": origin]).headers,
            try router.answer("GET", "/oauth/token", ["Origin": origin]).headers,
            try router.answer("GET", metadataPath, ["Origin": origin]).headers,
        ]
        let tag = try #require(blocks[3].fields["etag"])
        blocks.append(
            try router.answer("GET", metadataPath, ["Origin": origin, "If-None-Match": tag.shown]).headers)
        for block in blocks {
            #expect(block.fields.all("access-control-allow-origin") == ["*"])
            #expect(block.fields.all("access-control-expose-headers") == [WireText(Self.exposed)])
            #expect(block.fields["access-control-allow-credentials"] == nil)
        }
        #expect(try router.answer("POST", "/oauth/token").status == 429)
    }

    @Test(
        "a route without CORS says nothing of it on any answer", arguments: ["/oauth/authorize", "/health"])
    func closedAnswers(path: String) throws {
        let router = try CompiledRouter()
        #expect(try router.policy("GET", path, ["Origin": "https://app.example.com"]).headers == .empty)
        #expect(
            try router.answer("PATCH", path, ["Origin": "https://app.example.com"])
                .header("access-control-allow-origin") == nil)
    }

    @Test(
        "a listed origin is told that it may read, by its own name",
        arguments: [
            "https://app.example.com", "http://localhost:6274",
        ])
    func listedOrigin(origin: String) throws {
        let router = try CompiledRouter()
        for block in [
            try router.policy("POST", "/oauth/revoke", ["Origin": origin]).headers,
            try router.answer("GET", "/oauth/revoke", ["Origin": origin]).headers,
        ] {
            #expect(block.fields.all("access-control-allow-origin") == [WireText(origin)])
            #expect(block.fields.all("vary") == ["Origin"])
            #expect(block.fields["access-control-expose-headers"] == WireText(Self.exposed))
        }
        let preflight = try router.answer(
            "OPTIONS", "/oauth/revoke", ["Origin": origin, "Access-Control-Request-Method": "POST"])
        #expect(preflight.header("access-control-allow-origin") == origin)
        #expect(preflight.header("access-control-allow-methods") == "POST")
        #expect(preflight.header("vary") == "Origin")
    }

    @Test(
        "an origin that is not listed gets no leave, and caches learn that another one might",
        arguments: [
            "https://evil.example", "https://app.example.com.evil.example", "https://APP.example.com", "null",
            "https://app.example.com:443", "http://app.example.com", "",
        ])
    func unlistedOrigin(origin: String) throws {
        let router = try CompiledRouter()
        for block in [
            try router.policy("POST", "/oauth/revoke", ["Origin": origin]).headers,
            try router.policy("POST", "/oauth/revoke").headers,
            try router.answer("PUT", "/oauth/revoke", ["Origin": origin]).headers,
            try router.answer("OPTIONS", "/oauth/revoke", ["Origin": origin]).headers,
        ] {
            #expect(block.fields.fields.allSatisfy { !$0.name.lowercased().hasPrefix("access-control") })
            #expect(block.fields.all("vary") == ["Origin"])
        }
    }

    @Test("the document is the same for all origins, and its header fields are not")
    func documentByOrigin() throws {
        let router = try CompiledRouter(
            manifest: """
                version: 1
                routes:
                  metadata:
                    path: /.well-known/oauth-authorization-server
                    handler: oauth.metadata
                    cors: ["https://app.example.com"]
                """)
        let listed = try router.answer("GET", metadataPath, ["Origin": "https://app.example.com"])
        let other = try router.answer("GET", metadataPath, ["Origin": "https://evil.example"])
        #expect(listed.text == other.text)
        #expect(listed.header("etag") == other.header("etag"))
        #expect(listed.header("access-control-allow-origin") == "https://app.example.com")
        #expect(other.header("access-control-allow-origin") == nil)
        #expect(other.header("vary") == "Origin")
    }
}
