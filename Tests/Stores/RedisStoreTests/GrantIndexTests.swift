import OAuthModel
import RedisClient
import RedisServers
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

@Suite("a grant in the indexes of its client and its subject")
struct GrantIndexTests {
    private let process: StoreProcess
    private let fixture: StoreFixture

    init() async throws {
        let clock = MovableClock()
        process = try await StoreProcess.shared(time: .given { clock.now })
        fixture = StoreFixture(store: process.store, clock: clock)
    }

    private var store: RedisStore { process.store }
    private static let names = ["client", "subject"]

    private func begin(_ name: String, _ told: GrantSummary = summary()) async throws {
        try await store.insert(
            code: digest("code"), sealed("code"), of: key(name), lifetime: .seconds(60), summary: told)
    }

    private func beginRedeemed(_ name: String) async throws {
        try await begin(name)
        _ = try await store.redeem(
            code: digest("code"), of: key(name), issuing: fixture.issued(), summary: summary())
    }

    private func rotate(
        _ token: String, to next: String, of name: String, _ reuse: RefreshReuse = .strict
    ) async throws -> RefreshRotation {
        try await store.rotate(
            refreshToken: digest(token), of: key(name), reuse: reuse, issuing: fixture.rotated(to: next),
            summary: summary(next))
    }

    private func found(_ name: String, limit: Int = 1000) async throws -> Set<SummarizedGrant> {
        Set(try await store.summaries(under: index(name), limit: limit))
    }

    private func expectFound(_ name: String, _ text: String = "summary") async throws {
        for one in Self.names {
            #expect(
                try await found(one) == [SummarizedGrant(key: key(name), summary: sealed(text))], "\(one)")
        }
    }

    /// Until when the entry lives, in milliseconds.
    private func entry(_ name: String, under one: String) async throws -> Int64? {
        switch try await process.redis("ZSCORE", store.keys.index(index(one)), key(name).bytes) {
        case .bytes(let text): Int64(String(decoding: text, as: UTF8.self))
        default: nil
        }
    }

    private func expectEntry(_ name: String, after lifetime: Duration?) async throws {
        for one in Self.names {
            let end = lifetime.map { (fixture.clock.now.advanced(by: $0 + .seconds(60))).milliseconds }
            #expect(try await entry(name, under: one) == end, "\(one)")
        }
    }

    /// As a version without summaries has left it.
    private func makeOld(_ name: String) async throws {
        try await process.redis("HDEL", store.keys.grant(key(name)), "s".bytes)
        for one in Self.names { try await process.redis("DEL", store.keys.index(index(one))) }
    }

    @Test(
        "is entered for a minute longer than it may live: with its code, its redemption, and at once without a code"
    )
    func lifetimes() async throws {
        try await begin("grant")
        try await expectEntry("grant", after: .seconds(60))
        _ = try await store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued(), summary: summary())
        try await expectEntry("grant", after: StoreFixture.grantLifetime)
        let validity = try await store.begin(
            key("other"), issuing: fixture.issued(refresh: nil, grantLifetime: .seconds(500)),
            summary: summary())
        #expect(validity.accessToken.lifetime == .seconds(500))
        try await expectEntry("other", after: .seconds(500))
        await process.shutDown()
    }

    @Test("shows nothing as long as it is entered and not there, and nothing when it is over")
    func absent() async throws {
        try await store.enter(key("never"), summary(), .after(.seconds(60)))
        #expect(try await found("client") == [])
        try await beginRedeemed("grant")
        try await expectFound("grant")
        fixture.clock.advance(by: StoreFixture.refreshLifetime)
        #expect(try await found("client") == [])
        await process.shutDown()
    }

    @Test("is shown under its own client and subject, whatever an entry says")
    func foreign() async throws {
        try await beginRedeemed("grant")
        let other = store.keys.index(index("other"))
        try await process.redis("ZADD", other, "9999999999999".bytes, key("grant").bytes)
        try await process.redis("ZADD", other, "9999999999999".bytes, "rubbish".bytes)
        #expect(try await found("other") == [])
        await process.shutDown()
    }

    @Test(
        "of an earlier version is entered when it is rotated, before it has a summary",
        arguments: [RefreshReuse.strict, .grace(.seconds(30)), .replay(.seconds(30))])
    func earlier(_ reuse: RefreshReuse) async throws {
        try await beginRedeemed("grant")
        try await makeOld("grant")
        #expect(try await found("client") == [])
        fixture.clock.advance(by: .seconds(100))
        guard case .rotated(let first) = try await rotate("refresh", to: "second", of: "grant", reuse) else {
            return #expect(Bool(false), "refused")
        }
        try await expectFound("grant", "second")
        try await expectEntry("grant", after: StoreFixture.grantLifetime - .seconds(100))
        // The same call again, whose answer was lost.
        #expect(try await rotate("refresh", to: "second", of: "grant", reuse) == .rotated(first))
        if case .grace = reuse {
            try await makeOld("grant")
            guard case .rotated = try await rotate("refresh", to: "third", of: "grant", reuse) else {
                return #expect(Bool(false), "refused")
            }
            try await expectFound("grant", "third")
        }
        await process.shutDown()
    }

    @Test("is answered to be entered first by a script that has changed nothing")
    func unentered() async throws {
        try await beginRedeemed("grant")
        try await makeOld("grant")
        let hash = store.keys.grant(key("grant"))
        let before = try await process.redis("HGETALL", hash)
        let tokens = [
            digest("access-2").bytes, "r".bytes, "1".bytes, digest("2").bytes, "r".bytes, "1".bytes,
        ]
        let answer = try await store.run(
            GrantScripts.rotate, [hash],
            [digest("refresh").bytes, "strict".bytes, "0".bytes, "replay".bytes] + tokens
                + [summary().value, "now".bytes])
        #expect(answer.word == "unentered")
        #expect(try await process.redis("HGETALL", hash) == before)
        await process.shutDown()
    }

    @Test("whose summary is cut short has none, until it is rotated")
    func damaged() async throws {
        try await beginRedeemed("grant")
        for length in [0, 1, 63] {
            let value = Array(summary().value.prefix(length))
            try await process.redis("HSET", store.keys.grant(key("grant")), "s".bytes, value)
            #expect(try await found("client") == [])
        }
        #expect(try await fixture.hasAccess("access"))
        _ = try await rotate("refresh", to: "second", of: "grant")
        try await expectFound("grant", "second")
        await process.shutDown()
    }

    @Test("takes its entries along, whatever ends it")
    func ends() async throws {
        for name in ["revoked", "reused", "refused"] { try await beginRedeemed(name) }
        for name in ["reused", "refused"] { _ = try await rotate("refresh", to: "second", of: name) }
        try await begin("dead")
        #expect(try await found("client").count == 4)
        #expect(try await store.revoke(key("revoked")))
        #expect(try await rotate("refresh", to: "third", of: "reused") == .reused)
        #expect(try await store.revoke(ifReused: digest("refresh"), of: key("refused"), reuse: .strict))
        #expect(try await store.countFailure(code: digest("code"), of: key("dead"), limit: 1) == .dead)
        for name in ["revoked", "reused", "refused", "dead"] { try await expectEntry(name, after: nil) }
        #expect(try await process.keys() == [])
        await process.shutDown()
    }

    @Test("is left entered by those who don't find it: it may be on its way")
    func onItsWay() async throws {
        try await store.enter(key("grant"), summary(), .after(.seconds(60)))
        #expect(try await !store.revoke(key("grant")))
        try await store.remove([.grant(key("grant"))])
        #expect(try await store.countFailure(code: digest("code"), of: key("grant"), limit: 1) == .unknown)
        try await expectEntry("grant", after: .seconds(60))
        await process.shutDown()
    }

    @Test(
        "goes from an index when its time has passed for five minutes, sixty-four with each that is entered")
    func swept() async throws {
        for number in 1...100 { try await store.enter(key("\(number)"), summary(), .after(.seconds(60))) }
        let name = store.keys.index(index("client"))
        fixture.clock.advance(by: .seconds(60 + 60 + 299))
        try await begin("new")
        #expect(try await process.redis("ZCARD", name) == .integer(101))
        #expect(try await store.oldest(under: index("client"), beyond: 0) == [key("new")])
        fixture.clock.advance(by: .seconds(1))
        try await begin("newer")
        #expect(try await process.redis("ZCARD", name) == .integer(38))
        try await begin("newest")
        #expect(try await process.redis("ZCARD", name) == .integer(3))
        await process.shutDown()
    }

    @Test("is found among many, each once, and never more are told than were asked for")
    func many() async throws {
        let issuing = fixture.issued(refresh: nil)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...700 {
                group.addTask {
                    _ = try await store.begin(key("\(number)"), issuing: issuing, summary: summary())
                }
            }
            try await group.waitForAll()
        }
        let all = try await store.summaries(under: index("subject"), limit: 1000)
        #expect(Set(all.map(\.key)) == Set((1...700).map { key("\($0)") }) && all.count == 700)
        #expect(try await store.summaries(under: index("subject"), limit: 300).count == 300)
        #expect(try await store.summaries(under: index("subject"), limit: 0).count == 0)
        await process.shutDown()
    }

    @Test("is named among the oldest in the order of their ends, sixteen at a time")
    func oldest() async throws {
        for number in 1...40 {
            try await beginRedeemed("\(number)")
            fixture.clock.advance(by: .seconds(1))
        }
        let client = index("client")
        #expect(try await store.oldest(under: client, beyond: 38) == [key("1"), key("2")])
        #expect(try await store.oldest(under: client, beyond: 40) == [])
        #expect(try await store.oldest(under: client, beyond: 3) == (1...16).map { key("\($0)") })
        _ = try await store.revoke(key("1"))
        #expect(try await store.oldest(under: client, beyond: 38) == [key("2")])
        await process.shutDown()
    }

    @Test(
        "is in an index that was something else before, which counted as empty",
        arguments: [["SET", "x"], ["RPUSH", "x"], ["SADD", "x"], ["HSET", "x", "y"]])
    func types(_ command: [String]) async throws {
        let name = store.keys.index(index("client"))
        _ = try await process.client.send([
            RedisCommand(command[0], key: name, command.dropFirst().map(\.bytes))
        ])
        #expect(try await found("client") == [])
        #expect(try await store.oldest(under: index("client"), beyond: 0) == [])
        try await beginRedeemed("grant")
        try await expectFound("grant")
        #expect(process.events.count == 1)
        await process.shutDown()
    }

    @Test("that was ended before one began again under its handle has the new summary")
    func again() async throws {
        try await beginRedeemed("grant")
        try await store.revoke(key("grant"))
        _ = try await store.begin(key("grant"), issuing: fixture.issued(), summary: summary("again"))
        try await expectFound("grant", "again")
        await process.shutDown()
    }

    @Test("that is over when it is put is neither there nor entered")
    func over() async throws {
        try await beginRedeemed("grant")
        let records = try await store.load([.grant(key("grant"))]).records
        try await store.remove([.grant(key("grant"))])
        fixture.clock.advance(by: StoreFixture.grantLifetime + .seconds(3600))
        #expect(try await store.put(records) == [.expired])
        #expect(try await process.keys() == [])
        await process.shutDown()
    }

    @Test("is removed and put as a copy does it, with its entries")
    func moved() async throws {
        try await beginRedeemed("grant")
        let records = try await store.load([.grant(key("grant"))]).records
        guard case .grant(_, let grant) = records.first else { throw TestFailure("\(records)") }
        #expect(grant.summary == summary())
        try await store.remove([.grant(key("grant"))])
        #expect(try await process.keys() == [])
        #expect(try await store.put(records) == [.written])
        #expect(try await store.load([.grant(key("grant"))]).records == records)
        try await expectFound("grant")
        // Rotated, it lives longer than anything in it does now.
        try await expectEntry("grant", after: StoreFixture.grantLifetime)
        await process.shutDown()
    }
}

@Suite("a grant in the indexes, on a Redis with troubles")
struct GrantIndexTroubleTests {
    @Test("is not put where it can't be entered: full memory leaves neither of the two")
    func full() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await server.command("CONFIG", "SET", "maxmemory", "1")
        await #expect(throws: StoreError.self) { try await fixture.begin("grant") }
        await #expect(throws: StoreError.self) {
            try await process.store.begin(key("other"), issuing: fixture.issued(), summary: summary())
        }
        #expect(try await process.keys() == [])
        await process.shutDown()
    }

    @Test("comes into being, is redeemed and gets its first summary only after it was entered")
    func order() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        let store = process.store
        let hashes = ["code", "older", "new", "tokens"].map { store.keys.grant(key($0)) }
        func all() async throws -> [RedisReply] {
            var all: [RedisReply] = []
            for hash in hashes { all.append(try await process.redis("HGETALL", hash)) }
            return all
        }
        try await fixture.begin("code")
        try await fixture.beginRedeemed("older")
        try await process.redis("HDEL", hashes[1], "s".bytes)
        let before = try await all()
        try await server.command("ACL", "SETUSER", "default", "-zadd")
        let steps: [(String, () async throws -> Void)] = [
            ("a code", { try await fixture.begin("new") }),
            (
                "tokens",
                { _ = try await store.begin(key("tokens"), issuing: fixture.issued(), summary: summary()) }
            ),
            (
                "a redemption",
                {
                    _ = try await store.redeem(
                        code: digest("code"), of: key("code"), issuing: fixture.issued())
                }
            ),
            ("an older grant", { _ = try await fixture.rotate("refresh", to: "second", of: "older") }),
        ]
        for (name, step) in steps { await #expect(throws: StoreError.self, "\(name)") { try await step() } }
        #expect(try await all() == before)
        try await server.command("ACL", "SETUSER", "default", "+zadd")
        for (_, step) in steps { try await step() }
        #expect(try await store.summaries(under: index("client"), limit: 10).count == 4)
        await process.shutDown()
    }

    @Test("takes its entries along when no replica has heard of its end")
    func unconfirmed() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server, replicas: ReplicaWait(replicas: 1, timeout: .milliseconds(1)))
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        for name in ["revoked", "reused"] { try await fixture.beginRedeemed(name) }
        await #expect(throws: StoreError.self) { try await process.store.revoke(key("revoked")) }
        _ = try await fixture.rotate("refresh", to: "second", of: "reused")
        #expect(try await fixture.rotate("refresh", to: "third", of: "reused") == .reused)
        let left = try await process.keys().map { String(decoding: $0, as: UTF8.self) }
        #expect(left.allSatisfy { $0.contains("ended:") } && left.count == 2, "\(left)")
        await process.shutDown()
    }
}
