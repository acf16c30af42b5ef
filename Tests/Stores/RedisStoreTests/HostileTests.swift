import OAuthCore
import OAuthModel
import RedisClient
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

@Suite("sizes that nobody means")
struct HostileTests {
    @Test("records of a megabyte, of nothing, and of every byte come back as they were")
    func records() async throws {
        let process = try await StoreProcess.shared()
        let store = process.store
        let records = [
            [], Array(UInt8.min...UInt8.max), [UInt8](repeating: 0, count: 1 << 20),
            "1 2 3 \r\n$-1\r\n".bytes,
        ].map(SealedRecord.init(bytes:))
        for (number, record) in records.enumerated() {
            let name = "\(number)"
            try await store.insert(code: digest("c"), record, of: key(name), lifetime: .seconds(60))
            #expect(try await store.load(code: digest("c"), of: key(name))?.record.sealed == record)
            func new(_ what: String) -> NewToken {
                NewToken(digest: digest(what), record: record, lifetime: .seconds(60))
            }
            _ = try await store.redeem(
                code: digest("c"), of: key(name),
                issuing: IssuedTokens(
                    accessToken: new("a"), refreshToken: new("r"), grantLifetime: .seconds(60)))
            #expect(try await store.load(accessToken: digest("a"), of: key(name))?.sealed == record)
            let issuing = RotatedTokens(accessToken: new("a2"), refreshToken: new("r2"), replay: record)
            _ = try await store.rotate(
                refreshToken: digest("r"), of: key(name), reuse: .strict, issuing: issuing)
            #expect(try await store.load(refreshToken: digest("r"), of: key(name))?.record.sealed == record)
            let other = RotatedTokens(accessToken: new("a3"), refreshToken: new("r3"), replay: record)
            let replay = try await store.rotate(
                refreshToken: digest("r"), of: key(name), reuse: .replay(.seconds(30)), issuing: other)
            guard case .replayed(record, _) = replay else { return #expect(Bool(false), "record \(number)") }
            try await store.insert(session: digest(name), record, lifetime: .seconds(60))
            #expect(try await store.load(session: digest(name))?.sealed == record)
            let id = ClientID(rawValue: name)
            _ = try await store.insert(record, as: id, lifetime: .seconds(60), limit: 10)
            #expect(try await store.load(id)?.sealed == record)
        }
        await process.shutDown()
    }

    @Test("client ids of any length and content name one client each")
    func clientIDs() async throws {
        let process = try await StoreProcess.shared()
        let ids = [
            "", " ", "a b", "*", "{x}", "}{", "a\r\nDEL x", "\0", "é", String(repeating: "x", count: 100_000),
            "https://client.example/metadata.json?a=b",
        ].map(ClientID.init(rawValue:))
        for id in ids {
            #expect(try await process.store.load(id) == nil)
            let answer = try await process.store.insert(
                sealed(id.rawValue), as: id, lifetime: .seconds(60), limit: 100)
            guard case .inserted(_, nil) = answer else { return #expect(Bool(false), "\(answer)") }
            try await process.store.renew(id, lifetime: .seconds(70), protectedFor: .seconds(70))
        }
        for id in ids {
            let client = try await process.store.load(id)
            #expect(client?.sealed == sealed(id.rawValue))
            #expect(client?.validity.lifetime ?? .zero >= .seconds(70))
        }
        await process.shutDown()
    }

    @Test("lifetimes, windows and limits beyond all measure are as long as can be counted")
    func lifetimes() async throws {
        let process = try await StoreProcess.shared()
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        let forever = Duration.seconds(Int64.max / 1000)
        try await fixture.store.insert(
            code: digest("code"), sealed("c"), of: key("grant"), lifetime: forever)
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued(grantLifetime: forever))
        guard case .redeemed = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(try await fixture.store.load(code: digest("code"), of: key("grant"))?.isRedeemed == true)
        _ = try await fixture.rotate("refresh", to: "second", reuse: .replay(forever))
        let replay = try await fixture.rotate("refresh", to: "third", reuse: .replay(forever))
        guard case .replayed = replay else { return #expect(Bool(false), "\(replay)") }
        _ = try await fixture.client("a", lifetime: forever, limit: .max)
        try await fixture.store.renew(ClientID(rawValue: "a"), lifetime: forever, protectedFor: forever)
        #expect(try await fixture.hasClient("a"))
        #expect(try await fixture.client("b", lifetime: forever, limit: .min) == .full)
        await process.shutDown()
    }

    @Test("a lifetime of nothing or less leaves nothing that is live")
    func nothing() async throws {
        let process = try await StoreProcess.shared()
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        for lifetime in [Duration.zero, .seconds(-1), .seconds(-1_000_000)] {
            try await fixture.store.insert(
                code: digest("code"), sealed("c"), of: key("grant"), lifetime: lifetime)
            #expect(try await fixture.store.load(code: digest("code"), of: key("grant")) == nil)
            try await fixture.store.insert(session: digest("s"), sealed("s"), lifetime: lifetime)
            #expect(try await fixture.store.load(session: digest("s")) == nil)
            _ = try await fixture.client("a", lifetime: lifetime)
            #expect(try await !fixture.hasClient("a"))
        }
        await process.shutDown()
    }

    @Test("a key prefix may be anything", arguments: ["", "{", "}", "{}", "{x}:", "a*[b]?:", "\0", "ä:"])
    func prefixes(_ prefix: String) async throws {
        let clock = MovableClock()
        let process = try await StoreProcess.shared(
            prefix: prefix, time: .given { clock.now })
        let fixture = StoreFixture(store: process.store, clock: clock)
        let unique = uniquePrefix()
        try await fixture.beginRedeemed(unique)
        #expect(try await fixture.hasAccess("access", of: unique))
        _ = try await fixture.client(unique, lifetime: .seconds(60))
        #expect(try await fixture.hasClient(unique))
        #expect(try await fixture.store.revoke(key(unique)))
        await process.shutDown()
    }
}
