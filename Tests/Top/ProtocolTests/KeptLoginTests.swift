import OAuthCore
import OAuthModel
import Shelf
import Storage
import Support
import Testing

@Suite("a login that a provider is asked about with each refresh, over HTTP")
struct KeptLoginTests {
    private let refresher = ScriptedRefresher()

    @Test("each rotation asks the provider once, with what it gave last", arguments: [true, false])
    func rotation(_ isRotated: Bool) async throws {
        if !isRotated { refresher.turn = .keeps }
        try await run { server, client in
            var tokens = try await login(client)
            for count in 1...3 {
                tokens = try Tokens(try await client.refresh(tokens.refresh ?? ""))
                #expect(refresher.asked.count == count)
            }
            #expect(Set(refresher.asked).count == (isRotated ? 3 : 1))
            #expect(try await server.isActive(tokens.access))
            #expect(server.decisions.all.last { $0.kind == .refreshed }?.facts["confirmed_by"] == "fake")
            #expect(try await server.store.count(.keptLogin) == 1)
            #expect(try await server.store.count(.loginLease) == 0)
        }
    }

    @Test("fifty refreshes at once with one token ask it once, and all have the same answer")
    func parallel() async throws {
        try await run(waiting: .isLong) { server, client in
            let first = try #require(try await login(client).refresh)
            refresher.hold()
            let answers = try await withThrowingTaskGroup(of: Response.self) { group in
                for _ in 0..<50 { group.addTask { try await client.refresh(first) } }
                try await eventually("it is asked") { refresher.asked.isEmpty ? nil : true }
                // The others come meanwhile.
                for _ in 0..<50 { _ = try await server.get("/health") }
                refresher.letGo()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.status) == Array(repeating: 200, count: 50))
            #expect(Set(try answers.map { try Tokens($0).access }).count == 1)
            #expect(refresher.asked.count == 1)
            #expect(try await server.store.count(.loginLease) == 0)
        }
    }

    @Test(
        "a token that was used asks nothing again, whatever becomes of it",
        arguments: ["strict", "grace\n    window: 10s", "replay\n    window: 10s"])
    func replay(_ mode: String) async throws {
        try await run([.rotation(mode)]) { server, client in
            let first = try await login(client)
            let second = try Tokens(try await client.refresh(first.refresh ?? ""))
            let again = try await client.refresh(first.refresh ?? "")
            #expect(again.status == (mode == "strict" ? 400 : 200))
            server.clock.advance(by: .seconds(10))
            expectInvalidGrant(try await client.refresh(first.refresh ?? ""))
            #expect(try await !server.isActive(second.access))
            #expect(refresher.asked.count == 1)
            #expect(try await server.store.count(.keptLogin) == 0, "what is kept ends with the grant")
        }
    }

    @Test(
        "one that can't be reached is no reason to end anything: within the grace it goes on, then it is 503")
    func outage() async throws {
        try await run { server, client in
            var tokens = try await login(client)
            refresher.turn = .isAway
            server.clock.advance(by: .seconds(3599))
            tokens = try Tokens(try await client.refresh(tokens.refresh ?? ""))
            let told = try #require(server.decisions.all.last { $0.kind == .refreshed })
            #expect(told.facts["unconfirmed_by"] == "fake")
            #expect(told.facts["confirmed"] == "3599 s ago")
            #expect(told.facts["provider"] == "does not answer")
            #expect(
                server.log.text.contains(
                    "fake can't be asked whether the login still holds, and said so 3599 s ago"))
            server.clock.advance(by: .seconds(1))
            for _ in 0..<2 { expectOutage(try await client.refresh(tokens.refresh ?? "")) }
            #expect(try await server.isActive(tokens.access))
            refresher.turn = .rotates
            tokens = try Tokens(try await client.refresh(tokens.refresh ?? ""))
            refresher.turn = .isAway
            server.clock.advance(by: .seconds(3599))
            #expect(try await client.refresh(tokens.refresh ?? "").status == 200, "the grace begins anew")
        }
    }

    @Test("invalid_grant ends the grant with all that is kept of it, and is asked for once")
    func ended() async throws {
        try await run { server, client in
            let tokens = try await login(client)
            let other = try await login(client)
            refresher.turn = .ended
            expectInvalidGrant(try await client.refresh(tokens.refresh ?? ""))
            #expect(server.decisions.reasons.last == UpstreamReason.upstreamEnded.key)
            #expect(try await !server.isActive(tokens.access))
            #expect(try await server.isActive(other.access))
            #expect(try await server.store.count(.keptLogin) == 1)
            expectInvalidGrant(try await client.refresh(tokens.refresh ?? ""))
            #expect(refresher.asked.count == 1)
        }
    }

    @Test("who revokes a grant takes along what is kept of it; a code that is used twice, too")
    func revoked() async throws {
        try await run { server, client in
            let tokens = try await login(client)
            #expect(try await server.store.count(.keptLogin) == 1)
            #expect(try await client.revoke(tokens.refresh ?? "").status == 200)
            #expect(try await server.store.count(.keptLogin) == 0)
            let code = try await code(client)
            #expect(try await client.redeem(code).status == 200)
            #expect(try await server.store.count(.keptLogin) == 1)
            expectInvalidGrant(try await client.redeem(code))
            #expect(try await server.store.count(.keptLogin) == 0)
            #expect(refresher.asked.isEmpty)
        }
    }

    @Test("a grant that is revoked while its provider is asked stays so, and nothing is kept of it")
    func revokedMeanwhile() async throws {
        try await run(waiting: .isLong) { server, client in
            let tokens = try await login(client)
            refresher.hold()
            async let answer = client.refresh(tokens.refresh ?? "")
            try await eventually("it is asked") { refresher.asked.isEmpty ? nil : true }
            #expect(try await client.revoke(tokens.refresh ?? "").status == 200)
            refresher.letGo()
            expectInvalidGrant(try await answer)
            #expect(try await server.store.count(.keptLogin) == 0)
            #expect(try await server.store.count(.loginLease) == 0)
        }
    }

    @Test("a store that is away while the provider answers is waited for, and the answer is kept")
    func storeAway() async throws {
        try await run { server, client in
            var tokens = try await login(client)
            server.pauses.each { [store = server.store] in if $0 == 5 { store.failure = nil } }
            refresher.whenAsked { [store = server.store] in store.failure = .refusesChanges }
            tokens = try Tokens(try await client.refresh(tokens.refresh ?? ""))
            #expect(server.pauses.total > .zero)
            refresher.whenAsked {}
            #expect(try await client.refresh(tokens.refresh ?? "").status == 200)
        }
    }

    @Test("a store that stays away is an outage: nothing has changed, and the same token is good later")
    func storeGone() async throws {
        refresher.turn = .keeps
        try await run { server, client in
            let tokens = try await login(client)
            refresher.whenAsked { [store = server.store] in store.failure = .isGone }
            expectOutage(try await client.refresh(tokens.refresh ?? ""))
            server.store.failure = nil
            refresher.whenAsked {}
            // Whoever asked could not give its lease back.
            server.clock.advance(by: .seconds(30))
            #expect(try await client.refresh(tokens.refresh ?? "").status == 200)
            #expect(refresher.asked.count == 2)
        }
    }

    @Test("a store that is away before is an outage, and the provider is not asked for nothing")
    func storeAwayBefore() async throws {
        try await run { server, client in
            let tokens = try await login(client)
            for failure in [StoreSwitch.Failure.isGone, .refusesChanges, .hasNoRoom] {
                server.store.failure = failure
                #expect(try await client.refresh(tokens.refresh ?? "").status == 503)
            }
            #expect(refresher.asked.isEmpty)
            server.store.failure = nil
            #expect(try await client.refresh(tokens.refresh ?? "").status == 200)
            let code = try await code(client)
            server.store.failure = .refusesChanges
            expectOutage(try await client.redeem(code))
            server.store.failure = nil
            #expect(try await client.redeem(code).status == 200)
        }
    }

    @Test("introspection neither asks nor looks at what is kept")
    func introspection() async throws {
        try await run { server, client in
            let tokens = try await login(client)
            refresher.turn = .ended
            #expect(try await server.isActive(tokens.access))
            #expect(refresher.asked.isEmpty)
        }
    }

    private func run(
        _ edits: [ManifestEdit] = [], waiting: TestServer.Waiting = .moves,
        test: (TestServer, TestClient) async throws -> Void
    ) async throws {
        let upstream = ScriptedUpstream { [refresher] script in script.tokens = { refresher.login() } }
        try await TestServer.run(
            edits, upstream: upstream, refresher: refresher, waiting: waiting
        ) { server in
            try await test(server, try await TestClient.register(server))
            for token in refresher.given { server.secrets.note(secret: token) }
        }
    }
}

/// A code of a login at an upstream that the test stands for.
func code(_ client: TestClient, as user: String = "kim") async throws -> String {
    let browser = Browser(client.server)
    let consent = try await browser.open(client.authorizePath())
    let begun = try await browser.decide("approve", on: consent)
    let state = begun.redirect("state") ?? ""
    let answer = try await browser.get("/fakeupstreamauth/callback?state=\(state)&who=\(user)")
    guard let code = answer.redirect("code") else {
        throw TestFailure("no code: \(answer.status) \(answer.location ?? answer.text)")
    }
    return code
}

/// The same, redeemed.
func login(_ client: TestClient, as user: String = "kim") async throws -> Tokens {
    try Tokens(try await client.redeem(try await code(client, as: user)))
}
