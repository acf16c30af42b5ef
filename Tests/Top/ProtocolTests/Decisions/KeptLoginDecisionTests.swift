import OAuthCore
import OAuthModel
import Shelf
import Storage
import Support
import Testing

/// Whether a login still holds, at a refresh.
let keptLoginCases: [DecisionCase] = [
    keptLoginCase(.upstreamEnded) { _, refresher in refresher.turn = .ended },
    keptLoginCase(.upstreamUnreachable) { server, refresher in
        refresher.turn = .isAway
        server.clock.advance(by: .seconds(3600))
    },
    // What is kept ends with the grant at the latest, and the store says that it has none.
    keptLoginCase(.upstreamForgotten) { server, _ in server.store.forgets(.keptLogin) },
    // Whoever asked died.
    keptLoginCase(.upstreamBusy) { server, refresher in
        refresher.whenAsked { [store = server.store] in store.failure = .isGone }
    } before: { server, client, token in
        expectStatus(503, try await client.refresh(token).status)
        server.store.failure = nil
    },
]

private func keptLoginCase(
    _ reason: UpstreamReason,
    when change: @escaping @Sendable (TestServer, ScriptedRefresher) async throws -> Void,
    before: @escaping @Sendable (TestServer, TestClient, String) async throws -> Void = { _, _, _ in }
) -> DecisionCase {
    DecisionCase(reason) { expect in
        let refresher = ScriptedRefresher()
        let upstream = ScriptedUpstream { $0.tokens = { refresher.login() } }
        try await TestServer.run(upstream: upstream, refresher: refresher) { server in
            let client = try await TestClient.register(server)
            let token = try await login(client).refresh ?? ""
            try await change(server, refresher)
            try await before(server, client, token)
            _ = try await client.refresh(token)
            try expect(server, .login(client.id))
        }
    }
}

@Suite("decisions: whether a login at a provider still holds")
struct KeptLoginDecisionTests {
    @Test(arguments: keptLoginCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
