import Cryptography
import EmbeddedStore
import JSON
import OAuthModel
import Storage
import Support
import Testing
import WireText

@testable import OAuthCore

@Suite("what is kept of a grant")
struct GrantRecordTests {
    @Test(
        "the named parts of a request are with the grant as long as it lives, though no code here knows them")
    func parts() async throws {
        let core = try CoreFixture()
        let parts = JSONObject(["nonce": "n-0S6", "upstream": ["tokens": ["a", "b"]]])
        var token = try await core.redeem(try await core.code(parts: parts)).refreshToken
        for _ in 0..<3 {
            #expect(try await core.access(token).parts == parts)
            token = try await core.refresh(token).refreshToken
        }
        let pending = PendingAuthorization(
            request: try core.request(), flow: FlowID(random: .system), parts: parts)
        #expect(PendingAuthorization(json: .object(pending.json))?.parts == parts)
    }

    @Test("a grant keeps its flow, its beginning, its end and how its client authenticated")
    func beginning() async throws {
        let core = try CoreFixture()
        let first = try await core.redeem(try await core.code())
        let access = try await core.access(first.refreshToken)
        let begun = try #require(access.beginning)
        #expect(begun.at == core.clock.now)
        #expect(begun.endsAt == core.clock.now.advanced(by: core.configuration.tokens.grant))
        #expect(begun.method == .none)
        #expect(access.flow != nil)
        core.clock.advance(by: .seconds(7000))
        let later = try await core.access(try await core.refresh(first.refreshToken).refreshToken)
        #expect(later.beginning == begun)
        #expect(later.flow == access.flow)
    }

    @Test(
        "its summary tells whose it is, and when and from where it was refreshed last, to who has the server's secret alone"
    )
    func summary() async throws {
        let core = try CoreFixture()
        let begun = core.clock.now
        let first = try await core.redeem(try await core.code())
        func told(_ holder: GrantHolder) async throws -> [GrantSummaryRecord] {
            try await core.store.summaries(under: core.vault.index(holder), limit: 10).compactMap(
                core.vault.open)
        }
        let one = try #require(try await told(.client(core.client.id)).first)
        #expect(one.access.owner?.subject.rawValue == "ada")
        #expect(one.begunAt == begun)
        #expect(one.refreshed == nil)
        core.clock.advance(by: .seconds(60))
        _ = try await core.refresh(first.refreshToken)
        let two = try #require(try await told(.person(Subject(rawValue: "ada"))).first)
        #expect(two.begunAt == begun)
        #expect(two.refreshed?.at == core.clock.now)
        #expect(two.refreshed?.from == "192.0.2.1")
        #expect(try await told(.clientItself(core.client.id)).isEmpty)
        #expect(try await told(.person(Subject(rawValue: core.client.id.rawValue))).isEmpty)
        let found = try await core.store.summaries(under: core.vault.index(.client(core.client.id)), limit: 1)
        let other = Vault(serverSecret: [UInt8](repeating: 8, count: 32), random: .system)
        #expect(found.compactMap(other.open).isEmpty)
        let moved = found.map {
            SummarizedGrant(key: GrantKey(bytes: $0.key.bytes.reversed()), summary: $0.summary)
        }
        #expect(moved.compactMap(core.vault.open).isEmpty, "nor can it be put beside another grant")
    }

    @Test("a record counts for no more than was sealed with it and a day, whatever the store says")
    func terms() throws {
        let core = try CoreFixture()
        let now = core.clock.now
        let sealed = try core.vault.seal([7], under: [4], as: .accessToken, for: .seconds(3600))
        func opens(until end: Timestamp) -> Bool {
            let stored = StoredRecord(sealed: sealed, validity: Validity(issuedAt: now, expiresAt: end))
            return core.vault.open(stored, under: [4], as: .accessToken) == [7]
        }
        let end = now.advanced(by: .seconds(3600))
        #expect(opens(until: now))
        #expect(opens(until: end))
        #expect(opens(until: end.advanced(by: SealedTerm.tolerance)))
        #expect(!opens(until: end.advanced(by: SealedTerm.tolerance + .milliseconds(1))))
        #expect(!opens(until: Timestamp(milliseconds: .max)))
    }

    @Test("a record that was sealed before terms were opens as it did")
    func untermed() throws {
        let core = try CoreFixture()
        let sealed = try core.vault.seal(Array("{\"sub\":\"a\"}".utf8), under: [4], as: .refreshToken)
        let far = Validity(issuedAt: core.clock.now, expiresAt: Timestamp(milliseconds: .max))
        let opened = core.vault.open(
            StoredRecord(sealed: sealed, validity: far), under: [4], as: .refreshToken)
        #expect(opened.map { String(decoding: $0, as: UTF8.self) } == "{\"sub\":\"a\"}")
        for length in 0..<SealedTerm.length {
            #expect(SealedTerm(before: [UInt8](repeating: 1, count: length)) == nil)
        }
    }

    @Test(
        "a grant of which nothing is kept but what there was before works on, and is told of from its next refresh on"
    )
    func older() async throws {
        let core = try CoreFixture()
        let token = try await core.olderRefreshToken()
        core.clock.advance(by: .seconds(100))
        let next = try await core.refresh(token)
        let access = try await core.access(next.refreshToken)
        #expect(access.flow == nil)
        #expect(access.beginning?.at == core.clock.now.advanced(by: .seconds(-100)))
    }

    @Test("a grant that a store keeps alive beyond its sealed end is refreshed no more")
    func forgedEnd() async throws {
        let core = try CoreFixture()
        let end = GrantedAccess.Beginning(
            at: core.clock.now, endsAt: core.clock.now.advanced(by: .seconds(60)), method: .none)
        let limit = Duration.seconds(60) + SealedTerm.tolerance
        let tokens = [try await core.olderRefreshToken(end), try await core.olderRefreshToken(end)]
        core.clock.advance(by: limit - .milliseconds(1))
        _ = try await core.refresh(tokens[0])
        core.clock.advance(by: .milliseconds(1))
        #expect(await refusal { try await core.refresh(tokens[1]) } == .invalidGrant)
    }
}

extension CoreFixture {
    fileprivate func request() throws -> AuthorizationRequest {
        AuthorizationRequest(
            clientID: client.id, redirectURI: RedirectURI(Self.redirectURI), state: nil,
            scope: try #require(Scope("tools")), resources: [configuration.resources[0].indicator],
            challenge: try #require(CodeChallenge(rawValue: Self.challenge)), loginHint: nil)
    }

    /// What a refresh token says of its grant.
    func access(_ text: String?) async throws -> GrantedAccess {
        let token = try #require(text.flatMap { OpaqueToken(.refreshToken, WireText($0)) })
        let stored = try #require(
            try await store.load(refreshToken: vault.digest(token.secret), of: vault.grantKey(token.handle)))
        return try #require(vault.open(stored.record, under: token.secret))
    }

    /// Of a grant as it was kept before flows, beginnings, terms and summaries.
    ///
    /// - Parameter beginning: What its record says all the same.
    fileprivate func olderRefreshToken(
        _ beginning: GrantedAccess.Beginning? = nil
    ) async throws -> String {
        let handle = vault.random.bytes(OpaqueToken.handleLength)
        let key = vault.grantKey(handle)
        let access = OpaqueToken(.accessToken, handle: handle, random: vault.random)
        let refresh = OpaqueToken(.refreshToken, handle: handle, random: vault.random)
        let plain = GrantedAccess(
            clientID: client.id, owner: ResourceOwner(id: "ada", name: "Ada"),
            scope: try #require(Scope("tools")), resources: [configuration.resources[0].indicator], flow: nil)
        let record = beginning.map(plain.begun) ?? plain
        let issued = IssuedTokens(
            accessToken: NewToken(
                digest: vault.digest(access.secret), record: SealedRecord(bytes: []), lifetime: .seconds(3600)
            ),
            refreshToken: NewToken(
                digest: vault.digest(refresh.secret), record: try vault.seal(record, under: refresh.secret),
                lifetime: .seconds(10 * 86_400)), grantLifetime: .seconds(10 * 86_400))
        _ = try await store.begin(
            key, issuing: issued,
            summary: GrantSummary(
                sealed: SealedRecord(bytes: []), client: vault.index(.client(client.id)),
                subject: vault.index(.person(Subject(rawValue: "ada")))))
        return refresh.text
    }
}
