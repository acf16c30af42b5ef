import OAuthCore
import OAuthModel
import Support
import Testing

@Suite("decisions: one login is one flow")
struct FlowDecisionTests {
    /// All that can happen to a login, to its end.
    private func wholeLogin(_ client: TestClient) async throws {
        var tokens = try await client.tokens()
        for _ in 1...3 {
            #expect(try await client.server.isActive(tokens.access))
            let spent = try #require(tokens.refresh)
            tokens = try Tokens(await client.refresh(spent))
            #expect(try await client.refresh(spent).status == 200)
        }
        #expect(try await client.refresh(tokens.refresh ?? "", ["scope": "mcp:admin"]).status == 400)
        _ = try await client.revoke(tokens.access)
        #expect(try await !client.server.isActive(tokens.access))
        _ = try await client.revoke(tokens.refresh ?? "")
        #expect(try await client.refresh(tokens.refresh ?? "").status == 400)
    }

    @Test("from authorize to the last refresh, at introspection and at revocation it has one and the same id")
    func one() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            try await wholeLogin(client)
            let told = server.decisions.all
            #expect(
                told.first?.kind == .registered && told.first?.flow == nil, "it is known before any login")
            #expect(
                told.dropFirst().map(\.kind) == [
                    .consentAsked, .consentGiven, .loggedIn, .codeIssued, .codeRedeemed,
                    .active, .refreshed, .refreshRepeated, .active, .refreshed, .refreshRepeated,
                    .active, .refreshed, .refreshRepeated,
                    .refused, .revoked, .inactive, .revoked, .refused,
                ])
            #expect(Set(told.dropFirst().map(\.flow)).count == 1)
            #expect(told.dropFirst().allSatisfy { $0.flow != nil })
        }
    }

    @Test("where nobody is asked, what is taken for granted is told all the same, in one flow")
    func unasked() async throws {
        try await TestServer.run([.replace("auto_approve: false", with: "auto_approve: true")]) { server in
            let client = try await TestClient.register(server)
            let code = try #require(try await client.authorize().redirect("code"))
            _ = try Tokens(await client.redeem(code))
            let told = server.decisions.all.dropFirst()
            #expect(told.map(\.kind) == [.consentGiven, .loggedIn, .codeIssued, .codeRedeemed])
            #expect(Set(told.map(\.flow)).count == 1 && told.first?.flow != nil)
        }
    }

    @Test("two logins of one client have two, and so have two tokens of a client that acts for itself")
    func two() async throws {
        try await TestServer.run([Machine.listed]) { server in
            let client = try await TestClient.register(server)
            for _ in 1...2 { try await wholeLogin(client) }
            for _ in 1...2 { _ = try await Machine.header.token(server) }
            let told = server.decisions.all.dropFirst()
            #expect(Set(told.map(\.flow)).count == 4)
            let (first, second) = (told.prefix(19), told.dropFirst(19).prefix(19))
            #expect(Set(first.map(\.flow)).isDisjoint(with: second.map(\.flow)))
        }
    }

    @Test("a server that did not see the login begin knows it by what is stored")
    func afterARestart() async throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let clock = MovableClock()
        let before = try await TestServer.start(folder, clock: clock)
        let client = try await TestClient.register(before)
        let tokens = try await client.tokens()
        let flow = try #require(before.decisions.flow(of: client.id))
        await before.stop()

        let server = try await TestServer.start(folder, clock: clock)
        let again = TestClient(server: server, id: client.id, secret: nil, method: client.method)
        let next = try Tokens(await again.refresh(try #require(tokens.refresh)))
        #expect(try await server.isActive(next.access))
        await server.stop()

        let last = try await TestServer.start(folder, clock: clock)
        let gone = TestClient(server: last, id: client.id, secret: nil, method: client.method)
        _ = try await gone.revoke(try #require(next.refresh))
        await last.stop()
        #expect(server.decisions.kinds == [.refreshed, .active])
        #expect(last.decisions.kinds == [.revoked])
        #expect((server.decisions.all + last.decisions.all).allSatisfy { $0.flow == flow })
    }
}
