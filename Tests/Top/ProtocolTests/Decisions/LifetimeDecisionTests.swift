import OAuthCore
import OAuthModel
import Support
import Testing

@Suite("decisions: how long this server remembers why something is worth nothing any more")
struct LifetimeDecisionTests {
    private let memory = Duration.seconds(15 * 60)

    /// The reason of the last decision.
    private func reason(_ server: TestServer, of token: String) async throws -> String? {
        #expect(try await !server.isActive(token))
        return server.decisions.all.last?.reason
    }

    /// Whatever comes after its end.
    private func expectRemembered(
        _ reason: InactiveReason, _ server: TestServer, _ token: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(try await self.reason(server, of: token) == reason.key, sourceLocation: sourceLocation)
        server.clock.advance(by: memory - .seconds(1))
        #expect(try await self.reason(server, of: token) == reason.key, sourceLocation: sourceLocation)
        server.clock.advance(by: .seconds(1))
        let later = try await self.reason(server, of: token)
        #expect(later == InactiveReason.tokenUnknown.key, sourceLocation: sourceLocation)
    }

    @Test("that an access token has expired")
    func expired() async throws {
        try await TestServer.run { server in
            let token = try await TestClient.register(server).tokens().access
            server.clock.advance(by: .seconds(3600))
            try await expectRemembered(.tokenExpired, server, token)
        }
    }

    @Test("that an access token was revoked, however old it was by then", arguments: [0, 1200])
    func revoked(age: Int) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let token = try await client.tokens().access
            server.clock.advance(by: .seconds(age))
            _ = try await client.revoke(token)
            try await expectRemembered(.tokenRevoked, server, token)
        }
    }

    @Test("how often a token was good before, and when, is told when it is not any more")
    func counted() async throws {
        try await TestServer.run { server in
            let token = try await TestClient.register(server).tokens().access
            for _ in 1...3 {
                #expect(try await server.isActive(token))
                server.clock.advance(by: .seconds(10))
            }
            server.clock.advance(by: .seconds(3600))
            #expect(try await !server.isActive(token))
            let line = try #require(server.log.all.last { $0.contains("reason=token_expired") })
            #expect(line.contains("good_before=3 times"), "\(line)")
            #expect(line.contains("first_good=3630 s ago"), "\(line)")
            #expect(line.contains("last_good=3610 s ago"), "\(line)")
        }
    }

    @Test("that its grant was ended: by its client, by a second use of its code, or by too many of its kind")
    func ended() async throws {
        let few = ManifestEdit.replace("max_grants: 1000", with: "max_grants: 1")
        try await TestServer.run([Machine.listed, few]) { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            server.clock.advance(by: .seconds(1200))
            _ = try await client.revoke(try #require(tokens.refresh))
            try await expectRemembered(.tokenRevoked, server, tokens.access)
        }
        try await TestServer.run([Machine.listed, few]) { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let token = try Tokens(await client.redeem(code)).access
            _ = try await client.redeem(code)
            #expect(try await reason(server, of: token) == InactiveReason.tokenRevoked.key)
            let first = try await Machine.header.token(server)
            server.clock.advance(by: .seconds(1))
            _ = try await Machine.header.token(server)
            #expect(try await reason(server, of: first) == InactiveReason.tokenRevoked.key)
        }
    }

    @Test("that an access token has a successor, be it of the same second")
    func superseded() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(try #require(first.refresh)))
            let third = try Tokens(await client.refresh(try #require(second.refresh)))
            #expect(try await reason(server, of: first.access) == InactiveReason.tokenSuperseded.key)
            try await expectRemembered(.tokenSuperseded, server, second.access)
            #expect(try await server.isActive(third.access))
        }
    }

    @Test("that a code has expired, and how long ago; that it was ended; and what it never knew, it says so")
    func codes() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let (expired, ended) = (try await client.code(), try await client.code())
            let tokens = try Tokens(await client.redeem(ended))
            _ = try await client.revoke(try #require(tokens.refresh))
            server.clock.advance(by: .seconds(67))
            func told(_ code: String) async throws -> ToldDecision? {
                expectInvalidGrant(try await client.redeem(code))
                return server.decisions.all.last
            }
            let first = try #require(try await told(expired))
            #expect(first.reason == TokenReason.codeExpired.key)
            #expect(first.facts["expired"] == "7 s ago")
            #expect(
                first.decision.story { _ in nil }.words.contains(
                    "the code has expired, expired 7 s ago (RFC 6749 "))
            #expect(try await told(ended)?.reason == TokenReason.codeEnded.key)
            #expect(try await told(spoiled(ended))?.reason == TokenReason.codeEnded.key)
            server.clock.advance(by: memory - .seconds(8))
            #expect(try await told(expired)?.facts["expired"] == "899 s ago")
            server.clock.advance(by: .seconds(1))
            for code in [expired, ended] {
                #expect(try await told(code)?.reason == TokenReason.codeUnknown.key)
            }
        }
    }

    @Test(
        "that it was asked about a token before: the first time is told, a token that is worth nothing each time"
    )
    func repeated() async throws {
        try await TestServer.run([.otherResource, .otherServer]) { server in
            let client = try await TestClient.register(server)
            let (one, other) = (try await client.tokens(), try await client.tokens())
            let before = server.decisions.all.count
            for _ in 1...3 { for token in [one, other] { #expect(try await server.isActive(token.access)) } }
            for _ in 1...3 { expectInactive(try await server.introspectAsOther(one.access)) }
            for _ in 1...3 { #expect(try await !server.isActive("nobody-made-this")) }
            let told = server.decisions.all.dropFirst(before)
            #expect(
                told.map(\.kind) == [.active, .active] + Array(repeating: .inactive, count: 6))
            #expect(Set(told.compactMap(\.reason)).count == 2)
        }
    }
}
