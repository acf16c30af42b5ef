import OAuthCore
import OAuthModel
import Testing

/// What is nobody's fault who asks.
let outageCases: [DecisionCase] = [
    DecisionCase(ServerReason.storeAway) { server in
        let client = try await TestClient.register(server)
        let code = try await client.code()
        server.store.failure = .refusesChanges
        _ = try await client.redeem(code)
        return .nobody
    },
    DecisionCase(ServerReason.storeFull) { server in
        server.store.failure = .hasNoRoom
        _ = try await server.post("/oauth/register", json: #"{"redirect_uris":["https://a.example/cb"]}"#)
        return .nobody
    },
    DecisionCase(ServerReason.loginsTooMany) { server in
        server.store.failure = .isFull
        _ = try await TestClient.demo(server).authorize()
        return .nobody
    },
]

@Suite("decisions: an outage is told as one, and is the same for everybody")
struct OutageDecisionTests {
    @Test(arguments: outageCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
