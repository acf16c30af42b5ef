import OAuthModel
import Support
import Testing

@testable import OAuthCore

@Suite("redeeming an authorization code (RFC 6749 §4.1.3, RFC 7636 §4.6)")
struct CodeRedemptionTests {
    private let core: CoreFixture

    init() throws {
        core = try CoreFixture()
    }

    @Test("gives tokens of the granted scope, once")
    func once() async throws {
        let code = try await core.code()
        let tokens = try await core.redeem(code)
        #expect(tokens.scope.text == "tools")
        #expect(tokens.lifetime == core.configuration.tokens.accessToken)
        #expect(tokens.refreshToken != nil)
        #expect(try await core.isAlive(tokens))
    }

    @Test("a second time is refused, and ends what the first one gave")
    func replay() async throws {
        let code = try await core.code()
        let tokens = try await core.redeem(code)
        #expect(await refusal { try await core.redeem(code) } == .invalidGrant)
        #expect(try await !core.isAlive(tokens))
        #expect(await refusal { try await core.refresh(tokens.refreshToken) } == .invalidGrant)
    }

    @Test(
        "with a parameter that is missing or another is refused, and the code stays good",
        arguments: [
            ("code", nil, .invalidRequest), ("code", "mac_none", .invalidGrant),
            ("code_verifier", nil, .invalidGrant), ("code_verifier", "short", .invalidGrant),
            ("redirect_uri", "https://app.example/other", .invalidGrant),
            ("scope", "notes", .invalidScope), ("resource", "https://other.example/", .invalidTarget),
            ("grant_type", "password", .unsupportedGrantType), ("grant_type", nil, .invalidRequest),
        ] as [(String, String?, OAuthError.Code)])
    func wrong(name: String, value: String?, error: OAuthError.Code) async throws {
        let code = try await core.code()
        #expect(await refusal { try await core.redeem(code, [name: value]) } == error)
        #expect(await refusal { try await core.redeem(code, ["redirect_uri": nil]) } == nil)
    }

    @Test("by another client is refused, and the code stays good")
    func otherClient() async throws {
        let code = try await core.code()
        let other = CoreFixture.client("other")
        #expect(await refusal { try await core.redeem(code, by: other) } == .invalidGrant)
        #expect(await refusal { try await core.redeem(code) } == nil)
    }

    @Test("so many wrong verifiers end the code")
    func attempts() async throws {
        let code = try await core.code()
        let wrong = ["code_verifier": String(repeating: "w", count: 43)]
        for _ in 1...core.configuration.tokens.codeAttempts {
            #expect(await refusal { try await core.redeem(code, wrong) } == .invalidGrant)
        }
        #expect(await refusal { try await core.redeem(code) } == .invalidGrant)
    }

    @Test("after its lifetime is refused")
    func expired() async throws {
        let code = try await core.code()
        core.clock.advance(by: core.configuration.tokens.authorizationCode)
        #expect(await refusal { try await core.redeem(code) } == .invalidGrant)
    }

    @Test("a refresh token goes to those that may use it, and to whom offline_access was granted")
    func refreshTokens() async throws {
        let codeOnly = CoreFixture.client("code-only", grantTypes: [.authorizationCode])
        let plain = try await core.code(of: codeOnly)
        #expect(try await core.redeem(plain, by: codeOnly).refreshToken == nil)
        let offline = try await core.code(of: codeOnly, scope: "tools offline_access")
        #expect(try await core.redeem(offline, by: codeOnly).refreshToken != nil)
        let without = try CoreFixture(grantTypes: [.authorizationCode])
        #expect(try await without.granted().refreshToken == nil)
    }

    @Test("a client that is not registered for the grant may not")
    func unregistered() async throws {
        let client = CoreFixture.client("refresh-only", grantTypes: [.refreshToken])
        let code = try await core.code(of: client)
        #expect(await refusal { try await core.redeem(code, by: client) } == .unauthorizedClient)
    }
}
