import Support
import Testing

/// Requests that can't be granted whatever the refresh token is worth.
private let ungranted: [[String: String]] = [
    ["scope": "mcp mcp:admin"], ["scope": "unknown"], ["resource": "https://example.com/"],
    ["resource": "nonsense"], ["scope": "mcp:admin", "resource": "https://example.com/"],
]

@Suite("a used refresh token that asks for more than was granted")
struct RefreshReuseTests {
    @Test("replay: within the window it is invalid_grant, and nothing is revoked", arguments: ungranted)
    func within(_ request: [String: String]) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(29))
            expectInvalidGrant(try await client.refresh(first.refresh ?? "", request))
            #expect(try await server.isActive(second.access))
            #expect(try Tokens(await client.refresh(first.refresh ?? "")).access == second.access)
            #expect(try await client.refresh(second.refresh ?? "").status == 200)
        }
    }

    @Test(
        "replay: after the window it revokes the family all the same (RFC 9700 §4.14.2)", arguments: ungranted
    )
    func after(_ request: [String: String]) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let other = try await client.tokens()
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(30))
            expectInvalidGrant(try await client.refresh(first.refresh ?? "", request))
            #expect(try await !server.isActive(second.access))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
            #expect(try await server.isActive(other.access))
        }
    }

    @Test(
        "replay: once the successor is used it revokes the family within the window, too",
        arguments: ungranted)
    func successorUsed(_ request: [String: String]) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            let third = try Tokens(await client.refresh(second.refresh ?? ""))
            expectInvalidGrant(try await client.refresh(first.refresh ?? "", request))
            #expect(try await !server.isActive(third.access))
            expectInvalidGrant(try await client.refresh(third.refresh ?? ""))
        }
    }

    @Test("strict: it revokes the family at once", arguments: ungranted)
    func strict(_ request: [String: String]) async throws {
        try await TestServer.run([.rotation("strict")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            expectInvalidGrant(try await client.refresh(first.refresh ?? "", request))
            #expect(try await !server.isActive(second.access))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
        }
    }

    @Test(
        "grace: within the window it is told what is wrong and spends nothing, after it it revokes the family"
    )
    func grace() async throws {
        try await TestServer.run([.rotation("grace\n    window: 10s")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(9))
            let wider = ["scope": "mcp mcp:admin"]
            #expect(try await client.refresh(first.refresh ?? "", wider).error == "invalid_scope")
            let foreign = ["resource": "https://example.com/"]
            #expect(try await client.refresh(first.refresh ?? "", foreign).error == "invalid_target")
            #expect(try await client.refresh(first.refresh ?? "").status == 200)
            server.clock.advance(by: .seconds(1))
            expectInvalidGrant(try await client.refresh(first.refresh ?? "", wider))
            #expect(try await !server.isActive(second.access))
        }
    }

    @Test("another client's request never counts as a reuse, whatever it asks for", arguments: ungranted)
    func foreignClient(_ request: [String: String]) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let other = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(31))
            expectInvalidGrant(try await other.refresh(first.refresh ?? "", request))
            #expect(try await server.isActive(second.access))
            #expect(try await client.refresh(second.refresh ?? "").status == 200)
        }
    }
}

@Suite("a used code that comes with a request that could not be granted")
struct CodeReuseTests {
    @Test(
        "revokes what was issued for it, for its client with its verifier (RFC 6749 §4.1.2)",
        arguments: [
            ["resource": "https://example.com/"], ["scope": "mcp mcp:admin"],
            ["redirect_uri": "http://127.0.0.1:1/other"],
        ])
    func replayed(_ request: [String: String]) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let tokens = try Tokens(await client.redeem(code))
            expectInvalidGrant(try await client.redeem(code, request))
            #expect(try await !server.isActive(tokens.access))
            expectInvalidGrant(try await client.refresh(tokens.refresh ?? ""))
        }
    }
}
