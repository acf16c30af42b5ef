import OAuthCore
import OAuthModel
import Support
import Testing

/// What goes as it was asked for.
let grantedCases: [DecisionCase] = [
    DecisionCase(DecisionKind.registered) { server in
        .client(try await TestClient.register(server).id)
    },
    DecisionCase(DecisionKind.documentRead) { server in
        let client = TestClient.documented(server)
        expectConsent(try await client.authorize())
        return .login(client.id)
    },
    DecisionCase(DecisionKind.consentAsked) { server in
        let client = try await TestClient.register(server)
        expectConsent(try await client.authorize())
        return .login(client.id)
    },
    DecisionCase(DecisionKind.consentGiven) { server in
        let client = try await TestClient.register(server)
        _ = try await Browser(server).loginPage(of: client)
        return .login(client.id)
    },
    DecisionCase(DecisionKind.loggedIn) { server in
        let client = try await TestClient.register(server)
        _ = try await client.code()
        return .onlyLogin(of: client.id)
    },
    login(.codeIssued) { _ = try await $0.code() },
    login(.codeRedeemed) { _ = try await $0.tokens() },
    login(.refreshed) { _ = try await $0.refresh(try await $0.refreshToken()) },
    login(.refreshRepeated) { client in
        let refresh = try await client.refreshToken()
        for _ in 1...2 { _ = try await client.refresh(refresh) }
    },
    DecisionCase(DecisionKind.clientGranted, Machine.listed) { server in
        _ = try await Machine.header.ask(server)
        return .login(Machine.header.id)
    },
    login(.active) { client in
        let token = try await client.tokens().access
        for _ in 1...3 { _ = try await client.server.isActive(token) }
    },
    login(.revoked) { _ = try await $0.revoke(try await $0.refreshToken()) },
    DecisionCase(DecisionKind.nothingRevoked) { server in
        let client = try await TestClient.register(server)
        _ = try await client.revoke("nobody-made-this")
        return .client(client.id)
    },
    DecisionCase(DecisionKind.loggedOut) { server in
        let (client, browser) = (try await TestClient.register(server), Browser(server))
        _ = try await client.approve(in: browser)
        for _ in 1...2 { _ = try await browser.post("/logout", [:]) }
        return .nobody
    },
    DecisionCase(DecisionKind.keyRotated, .controlled) { server in
        _ = try await server.rotateKeys()
        return .nobody
    },
    DecisionCase(DecisionKind.keyRetired, .controlled) { server in
        try await server.retireKey(try await server.rotateKeys())
        return .nobody
    },
    DecisionCase(DecisionKind.clientApproved, .controlled) { server in
        try await server.judge(TestClient.documentURL, "approved")
        return .client(TestClient.documentURL)
    },
    DecisionCase(DecisionKind.clientDenied, .controlled) { server in
        try await server.judge(TestClient.documentURL, "denied")
        return .client(TestClient.documentURL)
    },
    // What is only counted, and what settles nothing, is not told at all.
    DecisionCase(DecisionKind.activeAgain) { server in
        let token = try await TestClient.register(server).tokens().access
        _ = try await server.isActive(token)
        let before = server.decisions.all.count
        _ = try await server.isActive(token)
        #expect(server.decisions.all.count == before)
        return .nobody
    },
    DecisionCase(DecisionKind.nothing) { server in
        expectStatus(200, try await server.get("/health").status)
        expectStatus(200, try await server.send("HEAD", "/fakeupstreamauth/callback?state=x").status)
        expectStatus(200, try await server.post("/logout", form: [:]).status)
        #expect(server.decisions.all.isEmpty)
        return .nobody
    },
]

private func login(
    _ kind: DecisionKind, after steps: @escaping @Sendable (TestClient) async throws -> Void
) -> DecisionCase {
    DecisionCase(kind) { server in
        let client = try await TestClient.register(server)
        try await steps(client)
        return .login(client.id)
    }
}

@Suite("decisions: what goes as it was asked for is told once, with its client and its login")
struct GrantedDecisionTests {
    @Test(arguments: grantedCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
