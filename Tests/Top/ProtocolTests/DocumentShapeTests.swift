import Foundation
import JSON
import Shelf
import Support
import Testing
import WireText

/// Documents shaped like those of clients in the field, under their own names, and what these clients then do.
@Suite("clients in the field that are known by a document connect, and stay connected")
struct DocumentShapeTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let client: String
        let url: String
        let members: [String: JSONValue]
        /// What it asks for.
        let redirectURI: String
        var scope: String? = "mcp"
        /// How it says at the token endpoint who it is.
        var habit = Habit.idAlone
        var testDescription: String { client }
    }

    enum Habit: Sendable {
        case idAlone
        /// Basic with the escaped id and nothing behind the colon (Go, C#).
        case emptyBasic
        /// `client_secret=` in the body (C#).
        case emptySecret
    }

    private static let both: JSONValue = ["authorization_code", "refresh_token"]

    static let claude: Shape = Shape(
        client: "claude.ai", url: "https://claude.ai/oauth/mcp-oauth-client-metadata",
        members: [
            "client_name": "Claude", "client_uri": "https://claude.ai",
            "logo_uri": "https://claude.ai/logo.svg",
            "redirect_uris": ["https://claude.ai/api/mcp/auth_callback"],
            "grant_types": [
                "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ],
            "response_types": ["code"], "token_endpoint_auth_method": "none",
        ], redirectURI: "https://claude.ai/api/mcp/auth_callback", scope: "mcp offline_access")

    static let openCode: Shape = Shape(
        client: "OpenCode", url: "https://opencode.ai/oauth/opencode/client.json",
        members: [
            "client_name": "OpenCode", "redirect_uris": ["http://127.0.0.1:19876/callback"],
            "grant_types": both, "response_types": ["code"], "token_endpoint_auth_method": "none",
        ], redirectURI: "http://127.0.0.1:19876/callback")

    static let shapes: [Shape] = [
        claude, openCode,
        Shape(
            client: "ChatGPT", url: "https://chatgpt.com/oauth/a1b2c3/client.json",
            members: [
                "client_name": "ChatGPT", "client_uri": "https://chatgpt.com/",
                "redirect_uris": ["https://chatgpt.com/connector/oauth/a1b2c3"],
                "token_endpoint_auth_method": "private_key_jwt",
                "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
                "token_endpoint_auth_signing_alg": "RS256", "jwks_uri": "https://chatgpt.com/oauth/jwks.json",
                "grant_types": both, "response_types": ["code"],
            ], redirectURI: "https://chatgpt.com/connector/oauth/a1b2c3", scope: "mcp offline_access"),
        Shape(
            client: "VS Code", url: "https://vscode.dev/oauth/client-metadata.json",
            members: [
                "client_name": "Visual Studio Code", "client_uri": "https://vscode.dev/product",
                "redirect_uris": [
                    "http://127.0.0.1:33418/", "https://vscode.dev/redirect",
                    "https://insiders.vscode.dev/redirect",
                ],
                "grant_types": [
                    "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
                ],
                "response_types": ["code"], "token_endpoint_auth_method": "none",
                "application_type": "native",
            ], redirectURI: "http://127.0.0.1:60123/"),
        Shape(
            client: "Codex",
            url:
                "https://openai.com/codex/client.json?redirect_uri=http%3A%2F%2F127.0.0.1%3A50001%2Fcallback%2Fabc",
            members: [
                "client_name": "Codex", "redirect_uris": ["http://127.0.0.1:50001/callback/abc"],
                "grant_types": both, "token_endpoint_auth_method": "none", "application_type": "native",
            ], redirectURI: "http://127.0.0.1:50001/callback/abc"),
        Shape(
            client: "Claude Code", url: "https://claude.ai/oauth/claude-code-client-metadata",
            members: [
                "client_name": "Claude Code",
                "redirect_uris": ["http://localhost/callback", "http://127.0.0.1/callback"],
                "grant_types": both, "response_types": ["code"], "token_endpoint_auth_method": "none",
            ], redirectURI: "http://localhost:54812/callback", scope: nil),
        Shape(
            client: "a client of the Go SDK", url: "https://go.example/client~1.json?a=b+c&d=%3A",
            members: ["redirect_uris": ["http://127.0.0.1/cb"], "grant_types": both],
            redirectURI: "http://127.0.0.1:9000/cb", habit: .emptyBasic),
        Shape(
            client: "a client of the C# SDK", url: "https://csharp.example/client.json",
            members: [
                "redirect_uris": ["http://localhost:1179/callback"], "grant_types": both,
                "token_endpoint_auth_methods_supported": ["none"],
            ], redirectURI: "http://localhost:1179/callback", habit: .emptySecret),
    ]

    private func connect(_ shape: Shape, _ server: TestServer) -> TestClient {
        var document = JSONObject(["client_id": .string(shape.url)])
        for (name, value) in shape.members.sorted(by: { $0.key < $1.key }) { document[name] = value }
        server.documents.put(document, at: shape.url)
        return TestClient(
            server: server, id: shape.url, secret: nil, redirectURI: shape.redirectURI, method: "none")
    }

    private func token(
        _ shape: Shape, _ server: TestServer, _ form: [String: String]
    ) async throws -> Response {
        var form = form
        var headers = [("Content-Type", "application/x-www-form-urlencoded")]
        switch shape.habit {
        case .idAlone: form["client_id"] = shape.url
        case .emptyBasic: headers.append(("Authorization", basic(percentEncode(shape.url), "")))
        case .emptySecret:
            form["client_id"] = shape.url
            form["client_secret"] = ""
        }
        let body = form.map { percentEncode($0.key) + "=" + percentEncode($0.value) }.joined(separator: "&")
        return try await server.send("POST", "/oauth/token", headers: headers, body: body)
    }

    @Test(
        "consent under its name and domain, tokens, refresh, introspection and revocation", arguments: shapes)
    func shape(_ shape: Shape) async throws {
        try await TestServer.run { server in
            let client = connect(shape, server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath(["scope": shape.scope]))
            expectConsent(consent)
            let host = try #require(URL(string: shape.url)?.host)
            #expect(consent.text.contains("known only by a document at <strong><bdi>\(host)</bdi></strong>"))
            #expect(!consent.text.contains("<img"))
            #expect(
                consent.text.contains("Any program on this computer")
                    == shape.redirectURI.hasPrefix("http://"))
            let code = try #require(
                try await client.approve(["scope": shape.scope], in: browser).redirect("code"))
            let tokens = try Tokens(
                await token(
                    shape, server,
                    [
                        "grant_type": "authorization_code", "code": code, "redirect_uri": shape.redirectURI,
                        "code_verifier": TestClient.verifier,
                    ]))
            let introspected = try await server.introspect(tokens.access).json
            #expect(introspected["active"] == true)
            #expect(introspected["client_id"]?.string?.shown == shape.url)
            let refreshed = try Tokens(
                await token(
                    shape, server,
                    ["grant_type": "refresh_token", "refresh_token": try #require(tokens.refresh)]))
            #expect(try await server.isActive(refreshed.access))
            #expect(server.documents.fetched == [shape.url], "fetched once for all of that")
            #expect(try await client.revoke(try #require(refreshed.refresh)).status == 200)
            #expect(try await !server.isActive(refreshed.access))
        }
    }

    @Test("OpenCode asks for a callback that its document does not have: the page and the log name both")
    func openCode() async throws {
        try await TestServer.run { server in
            let client = connect(Self.openCode, server)
            let page = try await client.authorize(
                ["redirect_uri": "http://127.0.0.1:19876/mcp/oauth/callback"])
            expectPage(page)
            #expect(
                page.text.contains(
                    "the request has http://127.0.0.1:19876/mcp/oauth/callback, and the document has http://127.0.0.1:19876/callback"
                ))
            let line = try #require(
                server.log.text.split(separator: "\n").first { $0.contains("was refused") })
            #expect(line.contains("sent http://127.0.0.1:19876/mcp/oauth/callback"))
            #expect(line.contains("registered http://127.0.0.1:19876/callback"))
        }
    }

    @Test("a request can't have words of its own on that page")
    func foreignWords() async throws {
        try await TestServer.run { server in
            let client = connect(Self.claude, server)
            let page = try await client.authorize(["redirect_uri": "https://CALL-555-1234-NOW/x"])
            expectPage(page)
            #expect(!page.text.contains("555-1234"))
            #expect(page.text.contains("the document has https://claude.ai/api/mcp/auth_callback"))
        }
    }
}
