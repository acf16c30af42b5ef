import Support
import Testing

@Suite("the log when a token or code is used twice")
struct ReuseLogTests {
    private func warnings(_ server: TestServer) -> [String] {
        server.log.all.filter { $0.hasPrefix("warning ") }
    }

    /// One warning that names client and grant, however often it is tried again, and nothing that is of use to a thief.
    private func expectOneWarning(
        _ server: TestServer, _ client: TestClient, of credential: String, hiding secrets: [String]
    ) throws {
        #expect(warnings(server).count == 1, "\(warnings(server))")
        let line = try #require(warnings(server).first)
        #expect(line.contains(" reason=\(credential)_reused "), "\(line)")
        #expect(line.contains(" client_id=\(client.id) "), "\(line)")
        let name = try #require(line.firstMatch(of: /grant=([A-Za-z0-9_-]+)/)?.output.1)
        #expect(name.count == 8)
        for secret in secrets { #expect(!secret.contains(name) && !server.log.text.contains(secret)) }
    }

    @Test("a refresh token that was used before is one warning with client and grant (RFC 9700 §4.14.2)")
    func refresh() async throws {
        try await TestServer.run([.rotation("strict")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            #expect(warnings(server).isEmpty)
            for _ in 0..<3 { expectInvalidGrant(try await client.refresh(first.refresh ?? "")) }
            try expectOneWarning(
                server, client, of: "refresh_token",
                hiding: [first, second].flatMap { [$0.access, $0.refresh ?? ""] })
        }
    }

    @Test("so it is when it comes with a request for more than was granted")
    func refreshForMore() async throws {
        try await TestServer.run([.rotation("strict")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            _ = try Tokens(await client.refresh(first.refresh ?? ""))
            expectInvalidGrant(try await client.refresh(first.refresh ?? "", ["scope": "mcp mcp:admin"]))
            try expectOneWarning(server, client, of: "refresh_token", hiding: [first.refresh ?? ""])
        }
    }

    @Test("a code that was redeemed before is one warning with client and grant (RFC 6749 §4.1.2)")
    func code() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let tokens = try Tokens(await client.redeem(code))
            for _ in 0..<3 { expectInvalidGrant(try await client.redeem(code)) }
            try expectOneWarning(
                server, client, of: "code", hiding: [code, tokens.access, tokens.refresh ?? ""])
        }
    }

    @Test("what a stranger guesses, and a repetition within the window, are no warnings")
    func harmless() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let other = try await TestClient.register(server)
            let first = try await client.tokens()
            _ = try Tokens(await client.refresh(first.refresh ?? ""))
            #expect(try await client.refresh(first.refresh ?? "").status == 200)
            expectInvalidGrant(try await other.refresh(first.refresh ?? ""))
            expectInvalidGrant(try await client.refresh("mcpr_" + String(repeating: "a", count: 59)))
            #expect(warnings(server).isEmpty)
        }
    }
}
