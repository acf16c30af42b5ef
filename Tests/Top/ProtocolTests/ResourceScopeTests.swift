import JSON
import Testing

@Suite("the scopes that a resource knows (RFC 8707 §2.2)")
struct ResourceScopeTests {
    @Test("a token for a resource has no scope that means nothing there, and consent is asked for none")
    func narrowed() async throws {
        try await TestServer.run(twoResources) { server in
            let client = try await TestClient.register(server)
            let request = ["scope": "mcp mcp:admin notes", "resource": notes]
            let consent = try await Browser(server).open(client.authorizePath(request))
            #expect(consent.text.contains("Read the notes"))
            #expect(!consent.text.contains("administrative tools"))
            let tokens = try await client.tokens(request)
            #expect(tokens.response.json["scope"] == "notes")
            let introspection = try await server.introspect(tokens.access).json
            #expect(introspection["scope"] == "notes")
            #expect(introspection["aud"] == .string(notes))
            let refreshed = try Tokens(await client.refresh(tokens.refresh ?? ""))
            #expect(refreshed.response.json["scope"] == "notes")
        }
    }

    @Test("a request of which nothing is left is invalid_scope", arguments: ["mcp", "mcp mcp:admin"])
    func nothingLeft(_ scope: String) async throws {
        try await TestServer.run(twoResources) { server in
            let client = try await TestClient.register(server)
            let answer = try await client.authorize(["scope": scope, "resource": notes])
            expectError("invalid_scope", answer, of: client)
        }
    }

    @Test(
        "a request without scope is given what its resource knows of the default, and else told to name one")
    func defaultScope() async throws {
        try await TestServer.run(twoResources) { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens(["scope": nil])
            #expect(tokens.response.json["scope"] == "mcp")
            let answer = try await client.authorize(["scope": nil, "resource": notes])
            expectError("invalid_scope", answer, of: client)
        }
        try await TestServer.run(twoResources) { server in
            let client = try await TestClient.register(server, metadata: ["scope": "mcp notes"])
            let tokens = try await client.tokens(["scope": nil, "resource": notes])
            #expect(tokens.response.json["scope"] == "notes")
        }
    }

    @Test("offline_access concerns no resource and is granted at each")
    func offlineAccess() async throws {
        try await TestServer.run(twoResources) { server in
            let client = try await TestClient.register(
                server, metadata: ["grant_types": ["authorization_code"]])
            let tokens = try await client.tokens(["scope": "notes offline_access", "resource": notes])
            #expect(tokens.response.json["scope"] == "notes offline_access")
            #expect(tokens.refresh != nil)
        }
    }

    @Test(
        "a grant for two resources keeps the scopes of both, and a token for one of them has the scopes of that one"
    )
    func perToken() async throws {
        try await TestServer.run(twoResources) { server in
            let client = try await TestClient.register(server)
            let path =
                client.authorizePath(["scope": "mcp notes"]) + "&resource=" + percentEncode(notes)
            let code = try await client.codeOfPath(path)
            let first = try Tokens(await client.redeem(code, ["resource": notes]))
            #expect(first.response.json["scope"] == "notes")
            let second = try Tokens(
                await client.refresh(first.refresh ?? "", ["resource": TestClient.resource]))
            #expect(second.response.json["scope"] == "mcp")
            let both = try Tokens(await client.refresh(second.refresh ?? ""))
            #expect(both.response.json["scope"] == "mcp notes")
            let neither = try await client.refresh(
                both.refresh ?? "", ["resource": notes, "scope": "mcp"])
            #expect(neither.error == "invalid_scope")
            #expect(try await server.isActive(both.access))
        }
    }

    @Test("a resource that lists no scopes knows all of them")
    func unlisted() async throws {
        try await TestServer.run([.otherResource]) { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens(["scope": "mcp mcp:admin", "resource": otherResource])
            #expect(tokens.response.json["scope"] == "mcp mcp:admin")
        }
    }

    @Test("the metadata lists the scopes of all resources, but for those that are not to be advertised")
    func metadata() async throws {
        try await TestServer.run(twoResources) { server in
            let metadata = try await server.get("/.well-known/oauth-authorization-server").json
            #expect(metadata["scopes_supported"] == ["mcp", "notes", "offline_access"])
        }
    }
}

private let notes = "http://localhost:5252/notes"

extension ManifestEdit {
    /// A second resource, with a scope of its own and no other.
    static let notesResource = ManifestEdit.replace(
        "    scopes: [mcp, mcp:admin]\n",
        with: """
                scopes: [mcp, mcp:admin]
              - resource: http://localhost:5252/notes
                name: Notes
                scopes: [notes]

            """)
    static let notesScope = ManifestEdit.replace(
        "  offline_access: Stay", with: "  notes: Read the notes\n  offline_access: Stay")
}

private let twoResources = [ManifestEdit.notesResource, .notesScope]
