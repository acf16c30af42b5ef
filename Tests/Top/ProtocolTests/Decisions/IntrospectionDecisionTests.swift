import JSON
import OAuthCore
import OAuthModel
import Support
import Testing

/// Who asks what a token is worth, and why one is worth nothing.
let introspectionCases: [DecisionCase] = [
    DecisionCase(IntrospectionReason.callerUnproven) { server in
        let header = ("Authorization", basic("demo-mcp-server", "something"))
        _ = try await server.post("/oauth/introspect", form: ["token": "x"], headers: [header])
        let told = try #require(server.decisions.all.last)
        #expect(told.facts["sent"] == "demo-mcp-server")
        return .nobody
    },
    DecisionCase(IntrospectionReason.credentialsMissing, .onlyResourceServers) { server in
        _ = try await server.post("/oauth/introspect", form: ["token": "x"])
        return .nobody
    },
    DecisionCase(IntrospectionReason.credentialsUnwanted, .callers("loopback")) { server in
        _ = try await server.introspect("x")
        return .nobody
    },
    DecisionCase(IntrospectionReason.closed, running: askedInPublic),
    DecisionCase(IntrospectionReason.introspectedTokenMissing) { server in
        _ = try await server.post("/oauth/introspect", form: ["tokens": "x"])
        return .nobody
    },
    DecisionCase(InactiveReason.tokenMalformed) { server in
        _ = try await server.introspect("nobody-made-this")
        return .nobody
    },
    DecisionCase(InactiveReason.tokenOfAnotherKind) { server in
        _ = try await server.introspect(try await TestClient.register(server).refreshToken())
        return .nobody
    },
    DecisionCase(InactiveReason.tokenForAnotherResource, .otherResource, .otherServer) { server in
        let client = try await TestClient.register(server)
        _ = try await server.introspectAsOther(try await client.tokens().access)
        let facts = try #require(server.decisions.all.last).facts
        #expect(facts["meant_for"] == TestClient.resource && facts["asker_has"] == otherResource)
        return .login(client.id)
    },
    inactive(.tokenExpired) { server, _, _ in server.clock.advance(by: .seconds(3600)) },
    inactive(.tokenRevoked) { _, client, tokens in _ = try await client.revoke(tokens.access) },
    inactive(.tokenSuperseded) { _, client, tokens in
        _ = try await client.refresh(try #require(tokens.refresh))
    },
    DecisionCase(InactiveReason.tokenUnknown) { server in
        let client = try await TestClient.register(server)
        _ = try await server.introspect(spoiled(try await client.tokens().access))
        return .onlyLogin(of: client.id)
    },
]

/// Of a token that was good before.
private func inactive(
    _ reason: InactiveReason,
    after end: @escaping @Sendable (TestServer, TestClient, Tokens) async throws -> Void
) -> DecisionCase {
    DecisionCase(reason) { server in
        let client = try await TestClient.register(server)
        let tokens = try await client.tokens()
        try await end(server, client, tokens)
        _ = try await server.introspect(tokens.access)
        return .onlyLogin(of: client.id)
    }
}

@Sendable private func askedInPublic(_ expect: DecisionCase.Expectation) async throws {
    try await TestServer.runPublic([.callers("loopback"), .flowsOnInPublic]) { server, base in
        _ = try await server.post(
            base + "/oauth/introspect", form: ["token": "x"], headers: [("Host", "auth.example.com")])
        try expect(server, .nobody)
    }
}

extension ManifestEdit {
    fileprivate static let flowsOnInPublic = ManifestEdit.replace(
        "    handler: flows.show\n", with: "    handler: flows.show\n    enabled: true\n")

    fileprivate static func callers(_ auth: String) -> ManifestEdit {
        .replace("    auth: [resource_server, loopback]\n", with: "    auth: [\(auth)]\n")
    }
}

extension TestServer {
    /// As the resource server of ``ManifestEdit/otherServer``.
    func introspectAsOther(_ token: String) async throws -> Response {
        try await post(
            "/oauth/introspect", form: ["token": token],
            headers: [("Authorization", basic("other-server", "other-server-secret-for-tests-only"))])
    }
}

@Suite("decisions: who may not introspect, and why a token is worth nothing, is told")
struct IntrospectionDecisionTests {
    @Test(arguments: introspectionCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
