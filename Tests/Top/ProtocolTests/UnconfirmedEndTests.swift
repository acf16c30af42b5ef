import Support
import Testing

@Suite("an end that is made and that nobody can rely on yet, over HTTP")
struct UnconfirmedEndTests {
    private func alarms(_ server: TestServer) -> [String] {
        server.log.all.filter {
            $0.hasPrefix("warning ") && $0.contains(" a second time: its grant is revoked")
        }
    }

    @Test(
        "a revocation is not answered as one, however often it is repeated, until it lasts (RFC 7009 §2.2.1)",
        arguments: [false, true])
    func revocation(isOfRefreshToken: Bool) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            let token = isOfRefreshToken ? try #require(tokens.refresh) : tokens.access
            server.store.failure = .doesNotConfirm
            for _ in 1...3 { expectOutage(try await client.revoke(token)) }
            server.store.failure = nil
            #expect(try await client.revoke(token).status == 200)
            #expect(try await !server.isActive(tokens.access))
        }
    }

    @Test("whose token it is can't be told by that (RFC 7009 §2.2)")
    func foreign() async throws {
        try await TestServer.run { server in
            let (client, other) = (
                try await TestClient.register(server), try await TestClient.register(server)
            )
            let tokens = try await client.tokens()
            server.store.failure = .doesNotConfirm
            for token in [tokens.access, try #require(tokens.refresh)] {
                expectOutage(try await other.revoke(token))
                expectOutage(try await other.revoke(String(token.dropLast(5)) + "AAAAA"))
            }
            server.store.failure = nil
            #expect(try await server.isActive(tokens.access))
        }
    }

    @Test(
        "a refresh token that was used twice is refused when the end of its grant lasts; the operator hears of it at once, and once",
        arguments: [[:], ["scope": "mcp mcp:admin"]])
    func refresh(_ request: [String: String]) async throws {
        try await TestServer.run([.rotation("strict")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.store.failure = .doesNotConfirm
            for _ in 1...3 {
                expectOutage(try await client.refresh(first.refresh ?? "", request))
                #expect(alarms(server).count == 1, "\(alarms(server))")
            }
            expectOutage(try await client.refresh(second.refresh ?? ""))
            server.store.failure = nil
            expectInvalidGrant(try await client.refresh(first.refresh ?? "", request))
            #expect(try await !server.isActive(second.access))
            #expect(alarms(server).count == 1)
        }
    }

    @Test("a code that was used twice is refused when the end of its grant lasts, and told of once")
    func code() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let tokens = try Tokens(await client.redeem(code))
            server.store.failure = .doesNotConfirm
            for _ in 1...3 {
                expectOutage(try await client.redeem(code))
                #expect(alarms(server).count == 1, "\(alarms(server))")
            }
            server.store.failure = nil
            expectInvalidGrant(try await client.redeem(code))
            #expect(try await !server.isActive(tokens.access))
            #expect(alarms(server).count == 1)
        }
    }

    @Test("a code that can't be ended at all is no alarm: it is found again to be used twice")
    func codeThatStays() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            _ = try Tokens(await client.redeem(code))
            server.store.failure = .refusesChanges
            for _ in 1...3 { expectOutage(try await client.redeem(code)) }
            #expect(alarms(server).isEmpty)
            server.store.failure = nil
            expectInvalidGrant(try await client.redeem(code))
            #expect(alarms(server).count == 1)
        }
    }
}
