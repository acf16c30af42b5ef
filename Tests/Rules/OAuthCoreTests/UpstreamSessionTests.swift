import EmbeddedStore
import OAuthModel
import Shelf
import Storage
import Support
import Testing
import Web
import WireText

@testable import OAuthCore

@Suite("looking after a login at a provider")
struct UpstreamSessionTests {
    private let refresher = ScriptedRefresher()

    @Test(
        "a code that is never redeemed leaves nothing behind; one that is redeemed has the login kept, first")
    func redemption() async throws {
        let core = try CoreFixture(refresher: refresher)
        let unredeemed = try await core.code(keeping: refresher.login())
        #expect(try await core.keptLogin(of: unredeemed) == nil)
        core.clock.advance(by: core.configuration.tokens.authorizationCode)
        #expect(await refusal { try await core.redeem(unredeemed) } == .invalidGrant)
        #expect(try await core.keptLogin(of: unredeemed) == nil)
        let login = refresher.login()
        let code = try await core.code(keeping: login)
        let tokens = try await core.redeem(code)
        let kept = try await core.keptLogin(of: code)
        #expect(kept?.tokens == login)
        #expect(kept?.confirmedAt == core.clock.now)
        let access = try await core.access(tokens.refreshToken)
        #expect(access.keptLogin == ScriptedRefresher.name)
        #expect(
            refresher.given.allSatisfy { !"\(access.json)".contains($0) }, "no token goes on with the grant")
    }

    @Test("of a grant that can't be refreshed nothing is kept")
    func unrefreshed() async throws {
        let core = try CoreFixture(grantTypes: [.authorizationCode], refresher: refresher)
        let code = try await core.code(keeping: refresher.login())
        #expect(try await core.redeem(code).refreshToken == nil)
        #expect(try await core.keptLogin(of: code) == nil)
    }

    @Test("it is kept to the absolute end of the grant, however often it is confirmed, and no longer")
    func lifetime() async throws {
        let core = try CoreFixture(refresher: refresher)
        let end = core.clock.now.advanced(by: core.configuration.tokens.grant)
        let code = try await core.code(keeping: refresher.login())
        var token = try await core.redeem(code).refreshToken
        for _ in 0..<3 {
            core.clock.advance(by: .seconds(3000))
            token = try await core.refresh(token).refreshToken
            #expect(try await core.storedLogin(of: code)?.validity.expiresAt == end)
        }
        core.clock.advance(by: end.since(core.clock.now))
        #expect(try await core.storedLogin(of: code) == nil)
    }

    @Test("it opens for the handle of its grant alone")
    func sealed() async throws {
        let core = try CoreFixture(refresher: refresher)
        let code = try await core.code(keeping: refresher.login())
        _ = try await core.redeem(code)
        let stored = try #require(try await core.storedLogin(of: code))
        let handle = try #require(OpaqueToken(.authorizationCode, WireText(code))).handle
        let one: KeptLogin? = core.vault.open(stored, under: handle)
        let other: KeptLogin? = core.vault.open(stored, under: core.vault.grantKey(handle).bytes)
        #expect(one != nil && other == nil)
    }

    @Test("a request that is refused for whatever else asks the provider nothing")
    func refused() async throws {
        let core = try CoreFixture(refresher: refresher) {
            $0.rotationRate = Rate(count: 1, period: .seconds(60))
        }
        let first = try await core.redeem(try await core.code(keeping: refresher.login()))
        let other = CoreFixture.client("other")
        #expect(
            await refusal { try await core.refresh(first.refreshToken, ["scope": "notes"]) } == .invalidScope)
        #expect(
            await refusal { try await core.refresh(first.refreshToken, ["resource": "https://x.example/"]) }
                == .invalidTarget)
        #expect(await refusal { try await core.refresh(first.refreshToken, by: other) } == .invalidGrant)
        #expect(refresher.asked.isEmpty)
        let second = try await core.refresh(first.refreshToken)
        await #expect(throws: RequestFailure.self) { try await core.refresh(second.refreshToken) }
        #expect(refresher.asked.count == 1)
    }

    @Test("a grant of whose login nothing is kept, or whose provider is not to be asked, is not looked at")
    func unkept() async throws {
        let core = try CoreFixture(refresher: refresher)
        #expect(await refusal { try await core.refresh(try await core.granted().refreshToken) } == nil)
        #expect(refresher.asked.isEmpty)
        let ignoring = try CoreFixture()
        let tokens = try await ignoring.redeem(try await ignoring.code(keeping: refresher.login()))
        #expect(await refusal { try await ignoring.refresh(tokens.refreshToken) } == nil)
        #expect(refresher.asked.isEmpty)
    }

    @Test(
        "whoever died while asking is waited for ten seconds, and its lease ends after thirty: nothing is lost"
    )
    func dead() async throws {
        let core = try CoreFixture(refresher: refresher)
        let code = try await core.code(keeping: refresher.login())
        let tokens = try await core.redeem(code)
        let begun = core.clock.now
        #expect(try await core.leases.take(core.key(of: code), patience: .none) != nil)
        let reason = await self.reason { try await core.refresh(tokens.refreshToken) }
        #expect(reason == UpstreamReason.upstreamBusy.name)
        #expect(core.clock.now.since(begun) == UpstreamSessions.wait)
        #expect(refresher.asked.isEmpty)
        core.clock.advance(by: LoginLeases.lifetime - UpstreamSessions.wait)
        #expect(await refusal { try await core.refresh(tokens.refreshToken) } == nil)
        #expect(refresher.asked.count == 1)
    }

    @Test("a lease is one's at a time, can be given back, and is not given back when it may be another's")
    func leases() async throws {
        let core = try CoreFixture(refresher: refresher)
        let key = GrantKey(bytes: [1])
        let first = try #require(try await core.leases.take(key, patience: .none))
        #expect(try await core.leases.take(key, patience: .none) == nil)
        #expect(try await core.leases.take(GrantKey(bytes: [2]), patience: .none) != nil)
        await core.leases.giveBack(first)
        let second = try #require(try await core.leases.take(key, patience: .none))
        core.clock.advance(by: LoginLeases.lifetime)
        let third = try await core.leases.take(key, patience: .none)
        #expect(third != nil)
        await core.leases.giveBack(second)
        #expect(try await core.leases.take(key, patience: .none) == nil)
    }

    @Test(
        "a provider that gives no refresh token can't be asked: the grant goes on for the grace, then a login is due"
    )
    func tokenless() async throws {
        let core = try CoreFixture(refresher: refresher)
        let login = UpstreamTokens(
            upstream: ScriptedRefresher.name, accessToken: SecretText(text: "a"), refreshToken: nil)
        var token = try await core.redeem(try await core.code(keeping: login)).refreshToken
        core.clock.advance(by: .seconds(3599))
        let answer = try await core.refresh(token)
        #expect(answer.confirmation?.needsLook == true)
        token = answer.refreshToken
        core.clock.advance(by: .seconds(1))
        #expect(
            await reason { try await core.refresh(token) } == UpstreamReason.upstreamForgotten.name)
        #expect(refresher.asked.isEmpty)
    }

    @Test("a store that lost what was kept makes a login due, and the provider is not blamed")
    func forgotten() async throws {
        let core = try CoreFixture(refresher: refresher)
        let code = try await core.code(keeping: refresher.login())
        let tokens = try await core.redeem(code)
        _ = try await core.store.take(.keptLogin, core.sessions.digest(core.key(of: code)))
        #expect(
            await reason { try await core.refresh(tokens.refreshToken) }
                == UpstreamReason.upstreamForgotten.name)
        #expect(try await core.isAlive(tokens))
    }

    @Test("a clock that is set back confirms nothing for longer than the grace")
    func clock() async throws {
        let core = try CoreFixture(refresher: refresher)
        let tokens = try await core.redeem(try await core.code(keeping: refresher.login()))
        refresher.turn = .isAway
        core.clock.advance(by: .seconds(-4))
        let second = try await core.refresh(tokens.refreshToken)
        #expect(second.confirmation?.needsLook == true)
        core.clock.advance(by: .seconds(-4))
        #expect(
            await reason { try await core.refresh(second.refreshToken) }
                == UpstreamReason.upstreamUnreachable.name)
    }

    @Test("a request that nobody waits for any more goes to its end once the provider was asked")
    func abandoned() async throws {
        let core = try CoreFixture(refresher: refresher)
        let code = try await core.code(keeping: refresher.login())
        let first = try await core.redeem(code)
        refresher.hold()
        let asking = Task { try await core.refresh(first.refreshToken) }
        try await eventually("it is asked") { refresher.asked.isEmpty ? nil : true }
        asking.cancel()
        refresher.letGo()
        let second = try await asking.value
        #expect(second.confirmation?.needsLook == false)
        #expect(try await core.keptLogin(of: code)?.tokens.refreshToken?.text == refresher.given.last)
        #expect(await refusal { try await core.refresh(second.refreshToken) } == nil)
    }

    /// The name of the reason for which a request is refused.
    private func reason(_ ask: () async throws -> TokenResponse) async -> String? {
        do {
            _ = try await ask()
            return nil
        } catch {
            guard case .refused(let error) = error as? RequestFailure else { return "\(error)" }
            return error.reason.name
        }
    }
}

extension CoreFixture {
    fileprivate var leases: LoginLeases {
        LoginLeases(store: store, vault: vault, uptime: Uptime(with: clock.clock))
    }

    fileprivate func key(of code: String) -> GrantKey {
        OpaqueToken(.authorizationCode, WireText(code)).map { vault.grantKey($0.handle) }
            ?? GrantKey(bytes: [])
    }

    /// What is kept beside the grant of a code.
    fileprivate func storedLogin(of code: String) async throws -> StoredRecord? {
        try await store.load(.keptLogin, sessions.digest(key(of: code)))
    }

    fileprivate func keptLogin(of code: String) async throws -> KeptLogin? {
        let handle = OpaqueToken(.authorizationCode, WireText(code))?.handle ?? []
        return try await storedLogin(of: code).flatMap { vault.open($0, under: handle) }
    }
}
