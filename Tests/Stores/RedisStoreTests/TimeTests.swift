import OAuthCore
import OAuthModel
import RedisClient
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

@Suite("time, in Redis")
struct TimeTests {
    /// What Redis says that it is.
    private func now(_ process: StoreProcess) async throws -> Timestamp {
        guard case .list(let parts) = try await process.redis("TIME"), case .bytes(let seconds) = parts[0],
            case .bytes(let microseconds) = parts[1],
            let seconds = Int64(String(decoding: seconds, as: UTF8.self)),
            let microseconds = Int64(String(decoding: microseconds, as: UTF8.self))
        else { throw TestFailure("another reply was expected") }
        return Timestamp(milliseconds: seconds * 1000 + microseconds / 1000)
    }

    @Test("is that of Redis, in everything that is issued")
    func issued() async throws {
        let process = try await StoreProcess.shared()
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        let before = try await now(process)
        try await fixture.begin("grant")
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        guard case .inserted(let client, _) = try await fixture.client("a", lifetime: .seconds(60)),
            case .redeemed(let tokens) = answer
        else { return #expect(Bool(false), "\(answer)") }
        try await process.store.insert(session: digest("s"), sealed("s"), lifetime: .seconds(60))
        let after = try await now(process)
        let session = try await process.store.load(session: digest("s"))
        for validity in [client, tokens.accessToken, tokens.refreshToken, session?.validity] {
            let validity = try #require(validity)
            #expect(before <= validity.issuedAt && validity.issuedAt <= after)
        }
        #expect(tokens.accessToken.lifetime == StoreFixture.accessLifetime)
        await process.shutDown()
    }

    @Test("ends records by the times inside them, while their keys live on")
    func expiry() async throws {
        let process = try await StoreProcess.shared()
        let present = try await now(process)
        // What was done an hour and a half ago, seen by a store that goes by Redis.
        let past = StoreProcess(
            try await SharedRedis.server, prefix: process.prefix,
            time: .given { present.advanced(by: .seconds(-5400)) })
        let fixture = StoreFixture(store: past.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        try await fixture.begin("code only")
        _ = try await fixture.client("a", lifetime: .seconds(3600))
        try await past.store.insert(session: digest("s"), sealed("s"), lifetime: .seconds(3600))
        try await past.store.insert(
            sealed("t"), as: .upstreamState, under: digest("t"), lifetime: .seconds(3600))
        // Two of them indexes of grants.
        #expect(try await past.keys().count == 11)

        let seen = StoreFixture(store: process.store, clock: MovableClock())
        #expect(try await process.store.load(code: digest("code"), of: key("code only")) == nil)
        #expect(try await !seen.hasAccess("access"))
        #expect(try await seen.isSpent("refresh") == false, "it lives for thirty days")
        #expect(try await !seen.hasClient("a"))
        #expect(try await process.store.load(session: digest("s")) == nil)
        #expect(try await process.store.take(.upstreamState, digest("t")) == nil)
        #expect(try await fixture.hasAccess("access"), "nothing was removed")
        await past.shutDown()
        await process.shutDown()
    }

    @Test("is the same for two processes: neither brings a clock of its own")
    func skew() async throws {
        let prefix = uniquePrefix()
        let one = try await StoreProcess.shared(prefix: prefix)
        let two = try await StoreProcess.shared(prefix: prefix)
        let fixture = StoreFixture(store: one.store, clock: MovableClock())
        try await fixture.begin("grant")
        let code = try #require(try await two.store.load(code: digest("code"), of: key("grant")))
        let answer = try await two.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        guard case .redeemed(let tokens) = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(tokens.accessToken.issuedAt >= code.record.validity.issuedAt)
        let token = try await one.store.load(accessToken: digest("access"), of: key("grant"))
        #expect(token?.validity == tokens.accessToken)
        await one.shutDown()
        await two.shutDown()
    }

    @Test(
        "ends every key five minutes after what lives longest in it, and what a person may begin anew after half a minute"
    )
    func timeToLive() async throws {
        let process = try await StoreProcess.shared()
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        let keys = process.store.keys
        func expect(
            _ key: [UInt8], _ lifetime: Duration, grace: Duration = .seconds(300),
            slack: Duration = .seconds(60),
            _ note: Comment
        ) async throws {
            guard case .integer(let rest) = try await process.redis("PTTL", key) else {
                return #expect(Bool(false), note)
            }
            let full = lifetime + grace
            #expect((full - slack...full).contains(.milliseconds(rest)), note)
        }
        try await fixture.begin("grant")
        try await expect(keys.grant(key("grant")), StoreFixture.codeLifetime, "a code")
        _ = try await fixture.store.redeem(code: digest("code"), of: key("grant"), issuing: fixture.issued())
        try await expect(keys.grant(key("grant")), StoreFixture.refreshLifetime, "a refresh token")
        try await fixture.begin("other")
        _ = try await fixture.store.redeem(
            code: digest("code"), of: key("other"), issuing: fixture.issued(refresh: nil))
        try await expect(keys.grant(key("other")), StoreFixture.accessLifetime, "an access token alone")
        try await process.store.insert(session: digest("s"), sealed("s"), lifetime: .seconds(9000))
        try await expect(keys.record(.session, digest("s")), .seconds(9000), "a session")
        try await process.store.insert(
            sealed("t"), as: .upstreamState, under: digest("t"), lifetime: .seconds(600))
        try await expect(
            keys.record(.upstreamState, digest("t")), .seconds(600), grace: .seconds(30),
            slack: .seconds(29), "a transient")
        for held in [keys.heldByAll, keys.held(peer("anyone"))] {
            try await expect(held, .seconds(630), grace: .seconds(40), "what a transient takes")
        }
        _ = try await fixture.client("a", lifetime: .seconds(1000))
        _ = try await fixture.client("b", lifetime: .seconds(9000))
        try await process.store.renew(
            ClientID(rawValue: "a"), lifetime: .seconds(2000), protectedFor: .seconds(1))
        try await expect(keys.client(ClientID(rawValue: "a")), .seconds(2000), "a client that was used")
        for index in [keys.clientExpiry, keys.idleClients, keys.protectedClients] {
            try await expect(index, .seconds(9000), "an index")
        }
        await process.shutDown()
    }
}
