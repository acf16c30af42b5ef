import JSON
import Testing

@Suite("further spellings of a resource (also_known_as)")
struct ResourceSpellingTests {
    private static let spellings = [
        "http://localhost:3232/", "http://localhost:3232", "HTTP://LOCALHOST:3232/",
        "http://localhost:3232/mcp/", "http://Localhost:3232/mcp/",
    ]

    @Test("each is taken at authorize, and what is granted, told and shown is the configured one")
    func authorize() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for spelling in Self.spellings {
                let consent = try await Browser(server).open(client.authorizePath(["resource": spelling]))
                #expect(consent.text.contains(TestClient.resource), "\(spelling)")
                #expect(!consent.text.contains(spelling + "<"), "\(spelling)")
                let tokens = try await client.tokens(["resource": spelling])
                let introspection = try await server.introspect(tokens.access).json
                #expect(introspection["aud"] == .string(TestClient.resource), "\(spelling)")
            }
        }
    }

    @Test("each is taken at the token endpoint and at refresh for what was granted under any other")
    func token() async throws {
        try await TestServer.run([.unlimitedTokens]) { server in
            let client = try await TestClient.register(server)
            for (asked, then) in zip(Self.spellings, Self.spellings.reversed()) {
                let code = try await client.code(["resource": asked])
                var tokens = try Tokens(await client.redeem(code, ["resource": then]))
                for spelling in Self.spellings + [TestClient.resource] {
                    tokens = try Tokens(await client.refresh(tokens.refresh ?? "", ["resource": spelling]))
                    let aud = try await server.introspect(tokens.access).json["aud"]
                    #expect(aud == .string(TestClient.resource), "\(spelling)")
                }
            }
        }
    }

    @Test("two spellings of one resource are one resource")
    func once() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let path = client.authorizePath() + "&resource=" + percentEncode("http://localhost:3232/")
            let tokens = try Tokens(await client.redeem(client.codeOfPath(path)))
            let introspection = try await server.introspect(tokens.access).json
            #expect(introspection["aud"] == .string(TestClient.resource))
            let first = try Tokens(
                await client.refresh(tokens.refresh ?? "", ["resource": "http://localhost:3232/"]))
            let again = try Tokens(await client.refresh(tokens.refresh ?? ""))
            #expect(again.access == first.access)
        }
    }

    @Test("what is not listed stays invalid_target, and without the list only the resource itself is taken")
    func unlisted() async throws {
        let others = [
            "http://localhost:3232//", "http://localhost:3232/mcp/x", "http://localhost:3233/",
            "https://localhost:3232/", "http://127.0.0.1:3232/", "http://localhost:3232/?a=1",
            "http://localhost:3232/#", "http://user@localhost:3232/", "http://localhost:3232/MCP/",
        ]
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for other in others {
                let answer = try await client.authorize(["resource": other])
                expectError("invalid_target", answer, of: client)
            }
            let tokens = try await client.tokens()
            for other in others {
                let answer = try await client.refresh(tokens.refresh ?? "", ["resource": other])
                #expect(answer.error == "invalid_target", "\(other)")
            }
        }
        try await TestServer.run([.withoutSpellings]) { server in
            let client = try await TestClient.register(server)
            for spelling in Self.spellings {
                expectError("invalid_target", try await client.authorize(["resource": spelling]), of: client)
            }
        }
    }

    @Test("none is a resource of its own: another resource's grant is not widened by one")
    func foreign() async throws {
        let second = ManifestEdit.replace(
            "    scopes: [mcp, mcp:admin]\n",
            with: """
                    scopes: [mcp, mcp:admin]
                  - resource: http://localhost:4242/other
                    also_known_as: [http://localhost:4242/]

                """)
        try await TestServer.run([second]) { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens(["resource": "http://localhost:4242/"])
            #expect(
                try await server.introspect(tokens.access).json["aud"] == "http://localhost:4242/other")
            for other in ["http://localhost:3232/", TestClient.resource] {
                let answer = try await client.refresh(tokens.refresh ?? "", ["resource": other])
                #expect(answer.error == "invalid_target", "\(other)")
            }
        }
    }

    @Test("a resource that was renamed, and keeps its old name as a spelling, keeps its grants")
    func renamed() async throws {
        let folder = try TestFolder([.oldName])
        defer { folder.remove() }
        let old = "http://localhost:4242/mcp"
        var server = try await TestServer.start(folder, environment: ["BASE_URI": "http://localhost:4242"])
        let client = try await TestClient.register(server)
        let tokens = try await client.tokens(["resource": old])
        await server.stop()

        server = try await TestServer.start(folder, environment: ["OLD_NAME": old])
        let again = TestClient(server: server, id: client.id, secret: nil, method: "none")
        let refreshed = try Tokens(await again.refresh(tokens.refresh ?? "", ["resource": old]))
        let introspection = try await server.introspect(refreshed.access).json
        #expect(introspection["aud"] == .string(TestClient.resource))
        await server.stop()
    }
}

extension ManifestEdit {
    private static let shipped =
        "[\"${BASE_URI:-http://localhost:3232}/\", \"${BASE_URI:-http://localhost:3232}/mcp/\"]\n"
    static let withoutSpellings = ManifestEdit.replace(
        "    also_known_as: " + shipped, with: "")
    fileprivate static let oldName = ManifestEdit.replace(
        shipped, with: "[\"${OLD_NAME:-http://localhost:9/}\"]\n")
}
