import OAuthModel
import Support
import Testing

@testable import OAuthCore

@Suite("using a refresh token (RFC 6749 §6, RFC 9700 §4.14.2)")
struct RefreshModeTests {
    @Test("rotates it: the new tokens work, within the granted scope")
    func rotation() async throws {
        let core = try CoreFixture()
        let first = try await core.granted(scope: "tools offline_access")
        let second = try await core.refresh(first.refreshToken, ["scope": "tools"])
        #expect(second.scope.text == "tools")
        #expect(second.refreshToken != first.refreshToken)
        #expect(try await core.isAlive(second))
        #expect(
            await refusal { try await core.refresh(second.refreshToken, ["scope": "notes"]) } == .invalidScope
        )
        // The grant is not narrowed by what one refresh asked for.
        #expect(try await core.refresh(second.refreshToken).scope.text == "tools offline_access")
    }

    @Test("strict: a second use ends the grant")
    func strict() async throws {
        let core = try CoreFixture { $0.reuse = .strict }
        let first = try await core.granted()
        let second = try await core.refresh(first.refreshToken)
        #expect(await refusal { try await core.refresh(first.refreshToken) } == .invalidGrant)
        #expect(try await !core.isAlive(second))
        #expect(await refusal { try await core.refresh(second.refreshToken) } == .invalidGrant)
    }

    @Test("replay: within the window the same request gets the same answer, and another one none")
    func replay() async throws {
        let core = try CoreFixture { $0.reuse = .replay(.seconds(30)) }
        let first = try await core.granted(scope: "tools offline_access")
        let second = try await core.refresh(first.refreshToken)
        core.clock.advance(by: .seconds(29))
        let again = try await core.refresh(first.refreshToken)
        #expect(again.accessToken == second.accessToken && again.refreshToken == second.refreshToken)
        #expect(again.lifetime == second.lifetime - .seconds(29))
        #expect(
            await refusal { try await core.refresh(first.refreshToken, ["scope": "tools"]) } == .invalidGrant)
        #expect(try await core.isAlive(second))
        core.clock.advance(by: .seconds(2))
        #expect(await refusal { try await core.refresh(first.refreshToken) } == .invalidGrant)
        #expect(try await !core.isAlive(second))
    }

    @Test("grace: within the window it gives tokens of its own, and behind it ends the grant")
    func grace() async throws {
        let core = try CoreFixture { $0.reuse = .grace(.seconds(30)) }
        let first = try await core.granted()
        let second = try await core.refresh(first.refreshToken)
        let third = try await core.refresh(first.refreshToken)
        #expect(third.refreshToken != second.refreshToken)
        #expect(try await core.isAlive(third))
        core.clock.advance(by: .seconds(31))
        #expect(await refusal { try await core.refresh(first.refreshToken) } == .invalidGrant)
        #expect(try await !core.isAlive(third))
    }

    @Test("by another client is refused, and the grant stays")
    func otherClient() async throws {
        let core = try CoreFixture()
        let tokens = try await core.granted()
        let other = CoreFixture.client("other")
        #expect(await refusal { try await core.refresh(tokens.refreshToken, by: other) } == .invalidGrant)
        #expect(await refusal { try await core.refresh(tokens.refreshToken) } == nil)
    }

    @Test("more often than the rate is put off, and changes nothing")
    func rate() async throws {
        let core = try CoreFixture { $0.rotationRate = Rate(count: 1, period: .seconds(60)) }
        let first = try await core.granted()
        let second = try await core.refresh(first.refreshToken)
        let failure = await #expect(throws: RequestFailure.self) {
            try await core.refresh(second.refreshToken)
        }
        guard case .limited(let limited)? = failure else {
            throw TestFailure("\(String(describing: failure))")
        }
        core.clock.advance(by: limited.wait)
        #expect(await refusal { try await core.refresh(second.refreshToken) } == nil)
    }

    @Test("the grant ends at its time, however often it is refreshed")
    func grantLifetime() async throws {
        let core = try CoreFixture()
        let lifetimes = core.configuration.tokens
        let end = core.clock.now.advanced(by: lifetimes.grant)
        var tokens = try await core.granted()
        let step = lifetimes.refreshToken - .seconds(1)
        while core.clock.now.advanced(by: step) < end {
            core.clock.advance(by: step)
            tokens = try await core.refresh(tokens.refreshToken)
        }
        core.clock.advance(by: end.since(core.clock.now))
        #expect(await refusal { try await core.refresh(tokens.refreshToken) } == .invalidGrant)
    }
}
