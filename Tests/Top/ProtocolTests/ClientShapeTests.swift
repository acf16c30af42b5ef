import Foundation
import JSON
import Testing
import WireText

/// Registrations shaped like those of clients in the field, and the redirects that they then use.
@Suite("registrations of clients in the field are accepted, and their redirect URIs work")
struct ClientShapeTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let client: String
        let registered: [String]
        /// What it asks for later, where that differs from what it registered.
        var used: [String] = []
        var members: [String: JSONValue] = [:]

        var testDescription: String { client }
    }

    static let shapes = [
        Shape(
            client: "MCP Inspector 2.x, web", registered: ["http://localhost:6274/oauth/callback"],
            members: [
                "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "application_type": "native", "scope": "",
            ]),
        Shape(
            client: "MCP Inspector 2.x, command line", registered: ["http://127.0.0.1:6276/oauth/callback"],
            members: [
                "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"], "application_type": "native", "scope": "",
            ]),
        Shape(
            client: "MCP Inspector 1.x",
            registered: [
                "http://localhost:6274/oauth/callback", "http://localhost:6274/oauth/callback/debug",
            ]),
        Shape(
            client: "FastMCP", registered: ["http://localhost:49152/callback"],
            used: ["http://localhost:49152/callback", "http://localhost:51000/callback"]),
        Shape(
            client: "Claude",
            registered: [
                "https://claude.ai/api/mcp/auth_callback", "https://claude.com/api/mcp/auth_callback",
            ]),
        Shape(
            client: "Claude Code", registered: ["http://localhost/callback"],
            used: ["http://localhost:33333/callback", "http://localhost:40001/callback"],
            members: ["application_type": "native"]),
        Shape(
            client: "ChatGPT",
            registered: [
                "https://chatgpt.com/connector/oauth/a1b2c3",
                "https://chatgpt.com/connector_platform_oauth_redirect",
            ]),
        Shape(
            client: "Codex", registered: ["http://127.0.0.1:50001/callback/abc"],
            used: ["http://127.0.0.1:50001/callback/abc", "http://127.0.0.1:50002/callback/abc"],
            members: ["application_type": "native"]),
        Shape(
            client: "Cursor",
            registered: [
                "cursor://anysphere.cursor-mcp/oauth/callback",
                "https://www.cursor.com/agents/mcp/oauth/callback",
                "http://localhost:8787/callback",
            ], members: ["token_endpoint_auth_method": "none"]),
        Shape(
            client: "VS Code",
            registered: [
                "https://vscode.dev/redirect", "https://insiders.vscode.dev/redirect", "http://127.0.0.1/",
                "http://127.0.0.1:33418/",
            ],
            used: [
                "https://vscode.dev/redirect", "https://insiders.vscode.dev/redirect", "http://127.0.0.1/",
                "http://127.0.0.1:33418/", "http://127.0.0.1:60123/",
            ]),
        Shape(client: "OpenCode", registered: ["http://127.0.0.1:19876/mcp/oauth/callback"]),
    ]

    @Test("accepted, echoed, and answered at every redirect URI that it uses", arguments: shapes)
    func shape(_ shape: Shape) async throws {
        try await TestServer.run { server in
            var document = JSONObject(["redirect_uris": .strings(shape.registered)])
            for (name, value) in shape.members { document[name] = value }
            let answer = try await server.post(
                "/oauth/register",
                json: String(decoding: JSONValue.object(document).serialized(), as: UTF8.self))
            #expect(answer.status == 201)
            #expect(answer.json["redirect_uris"] == .strings(shape.registered))
            for (name, value) in shape.members { #expect(answer.json[name] == value) }
            let id = try #require(answer.json["client_id"]?.string?.shown)
            for uri in shape.used.isEmpty ? shape.registered : shape.used {
                let client = TestClient(server: server, id: id, secret: nil, redirectURI: uri, method: "none")
                let redirect = try await client.approve()
                #expect(redirect.status == 302)
                #expect(redirect.location?.hasPrefix(uri + "?code=") == true)
            }
        }
    }
}
