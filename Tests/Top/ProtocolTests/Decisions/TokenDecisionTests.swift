import OAuthCore
import OAuthModel
import Support
import Testing

/// What a client asks of the token endpoint that may ask there.
let tokenCases: [DecisionCase] = grantCases + codeCases + refreshCases + accessCases

private let grantCases: [DecisionCase] = [
    asked(.grantTypeMissing, ["grant_type": nil]),
    asked(.grantTypeUnsupported, ["grant_type": "password"]),
    asked(.grantTypeUnregistered, ["grant_type": "client_credentials"]),
    asked(.codeMissing, ["grant_type": "authorization_code"]),
    asked(.codeMalformed, ["grant_type": "authorization_code", "code": "nobody-made-this"]),
    asked(.refreshTokenMissing, ["grant_type": "refresh_token"]),
    asked(.refreshTokenMalformed, ["grant_type": "refresh_token", "refresh_token": "nobody-made-this"]),
]

private func asked(_ reason: TokenReason, _ parameters: [String: String?]) -> DecisionCase {
    DecisionCase(reason) { server in
        let client = try await TestClient.register(server)
        _ = try await client.token(parameters)
        return .client(client.id)
    }
}

private let codeCases: [DecisionCase] = [
    DecisionCase(TokenReason.codeUnknown) { server in
        let client = try await TestClient.register(server)
        _ = try await client.redeem(spoiled(try await client.code()))
        return .login(client.id)
    },
    DecisionCase(TokenReason.codeExpired) { server in
        let client = try await TestClient.register(server)
        let code = try await client.code()
        server.clock.advance(by: .seconds(60))
        _ = try await client.redeem(code)
        return .login(client.id)
    },
    DecisionCase(TokenReason.codeEnded) { server in
        let client = try await TestClient.register(server)
        let code = try await client.code()
        for _ in 1...6 { _ = try await client.redeem(code, ["code_verifier": wrongVerifier]) }
        return .login(client.id)
    },
    DecisionCase(TokenReason.codeOfAnotherClient) { server in
        let (client, other) = try await two(server)
        _ = try await other.redeem(try await client.code())
        return .foreignLogin(other.id, of: client.id)
    },
    redeemed(.codeVerifierMissing, ["code_verifier": nil]),
    redeemed(.codeVerifierMalformed, ["code_verifier": "short"]),
    redeemed(.codeVerifierWrong, ["code_verifier": wrongVerifier]),
    redeemed(.redirectURIDiffers, ["redirect_uri": "http://127.0.0.1:7777/other"]),
    DecisionCase(TokenReason.codeReused) { server in
        let client = try await TestClient.register(server)
        let code = try await client.code()
        for _ in 1...2 { _ = try await client.redeem(code) }
        return .login(client.id)
    },
    DecisionCase(TokenReason.codeReuseUnconfirmed) { server in
        let client = try await TestClient.register(server)
        let code = try await client.code()
        _ = try await client.redeem(code)
        server.store.failure = .doesNotConfirm
        _ = try await client.redeem(code)
        return .login(client.id)
    },
]

private func redeemed(_ reason: TokenReason, _ changes: [String: String?]) -> DecisionCase {
    DecisionCase(reason) { server in
        let client = try await TestClient.register(server)
        _ = try await client.redeem(try await client.code(), changes)
        return .login(client.id)
    }
}

private let refreshCases: [DecisionCase] = [
    DecisionCase(TokenReason.refreshTokenUnknown) { server in
        let client = try await TestClient.register(server)
        _ = try await client.refresh(spoiled(try await client.refreshToken()))
        return .login(client.id)
    },
    DecisionCase(TokenReason.refreshTokenEnded) { server in
        let client = try await TestClient.register(server)
        let refresh = try await client.refreshToken()
        _ = try await client.revoke(refresh)
        _ = try await client.refresh(refresh)
        return .login(client.id)
    },
    DecisionCase(TokenReason.refreshTokenOfAnotherClient) { server in
        let (client, other) = try await two(server)
        _ = try await other.refresh(try await client.refreshToken())
        return .foreignLogin(other.id, of: client.id)
    },
    DecisionCase(TokenReason.refreshAnswerUnreadable) { server in
        let client = try await TestClient.register(server)
        let refresh = try await client.refreshToken()
        _ = try await client.refresh(refresh)
        server.store.failure = .spoilsAnswers
        _ = try await client.refresh(refresh)
        return .login(client.id)
    },
    DecisionCase(TokenReason.refreshParametersDiffer) { server in
        let client = try await TestClient.register(server)
        let refresh = try await client.refreshToken(["scope": "mcp mcp:admin"])
        _ = try await client.refresh(refresh)
        _ = try await client.refresh(refresh, ["scope": "mcp"])
        return .login(client.id)
    },
    DecisionCase(TokenReason.refreshTokenReused, .rotation("strict")) { server in
        let client = try await TestClient.register(server)
        let refresh = try await client.refreshToken()
        for _ in 1...2 { _ = try await client.refresh(refresh) }
        return .login(client.id)
    },
    DecisionCase(TokenReason.refreshTokenReuseUnconfirmed, .rotation("strict")) { server in
        let client = try await TestClient.register(server)
        let refresh = try await client.refreshToken()
        _ = try await client.refresh(refresh)
        server.store.failure = .doesNotConfirm
        _ = try await client.refresh(refresh)
        return .login(client.id)
    },
]

private let accessCases: [DecisionCase] = [
    redeemed(.resourceUngranted, ["resource": "https://elsewhere.example/mcp"]),
    redeemed(.scopeUngranted, ["scope": "mcp mcp:admin"]),
    DecisionCase(TokenReason.resourceGone, running: movedResource),
    DecisionCase(LimitReason.grantTooOften, .oneRefresh) { server in
        let client = try await TestClient.register(server)
        let next = try Tokens(await client.refresh(try await client.refreshToken()))
        _ = try await client.refresh(try #require(next.refresh))
        return .login(client.id)
    },
    DecisionCase(LimitReason.clientTooOften, Machine.listed, .oneToken) { server in
        for _ in 1...2 { _ = try await Machine.header.ask(server) }
        return .client(Machine.header.id)
    },
]

/// The manifest is another one when the token comes back; who sent it and of which login it is stands in the grant.
@Sendable private func movedResource(_ expect: DecisionCase.Expectation) async throws {
    let folder = try TestFolder()
    defer { folder.remove() }
    let before = try await TestServer.start(folder)
    let client = try await TestClient.register(before)
    let refresh = try await client.refreshToken()
    await before.stop()
    let server = try await TestServer.start(folder, environment: ["BASE_URI": "http://localhost:4242"])
    let moved = TestClient(server: server, id: client.id, secret: nil, method: client.method)
    _ = try await moved.refresh(refresh)
    try expect(server, .earlierLogin(client.id, before.decisions.flow(of: client.id)))
    await server.stop()
}

/// Well-formed, and not the one behind the challenge.
private let wrongVerifier = String(repeating: "w", count: 43)

/// The same token, but for its secret.
func spoiled(_ token: String) -> String { String(token.dropLast(5)) + "AAAAA" }

func two(_ server: TestServer) async throws -> (TestClient, TestClient) {
    (try await TestClient.register(server), try await TestClient.register(server))
}

extension TestClient {
    func refreshToken(_ changes: [String: String?] = [:]) async throws -> String {
        try #require(try await tokens(changes).refresh)
    }
}

extension ManifestEdit {
    fileprivate static let oneRefresh = ManifestEdit.replace(
        "window: 30s\n    rate: 30/1m", with: "window: 30s\n    rate: 1/1m")
    fileprivate static let oneToken = ManifestEdit.replace(
        "  client_credentials:\n    rate: 30/1m", with: "  client_credentials:\n    rate: 1/1m")
}

@Suite(
    "decisions: each refusal of the token endpoint is told, with its client and the login that it is about")
struct TokenDecisionTests {
    @Test(arguments: tokenCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
