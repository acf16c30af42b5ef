import OAuthCore
import OAuthModel
import RedisClient
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

/// A store with one of everything, whose fixture makes more.
private func filled(_ process: StoreProcess) async throws -> StoreFixture {
    let fixture = StoreFixture(store: process.store, clock: MovableClock())
    try await fixture.beginRedeemed("grant")
    _ = try await fixture.rotate("refresh", to: "second", reuse: .replay(.seconds(30)))
    _ = try await fixture.client("a", lifetime: .seconds(60))
    try await process.store.renew(ClientID(rawValue: "a"), lifetime: .seconds(60), protectedFor: .seconds(9))
    _ = try await fixture.client("b", lifetime: .seconds(60))
    try await process.store.insert(session: digest("session"), sealed("session"), lifetime: .seconds(60))
    for kind in RecordKind.passing {
        try await process.store.insert(
            sealed("transient"), as: kind, under: digest("transient"), lifetime: .seconds(60))
    }
    _ = try await process.store.replace(.ownKeys, with: sealed("keys"), expecting: nil)
    return fixture
}

/// Asks everything that can be asked. Nothing of it may throw.
private func askEverything(_ fixture: StoreFixture) async throws {
    let store = fixture.store
    _ = try await store.load(code: digest("code"), of: key("grant"))
    _ = try await fixture.hasAccess("access-second")
    _ = try await fixture.isSpent("refresh")
    _ = try await fixture.isSpent("second")
    _ = try await store.countFailure(code: digest("code"), of: key("grant"), limit: 5)
    _ = try await store.redeem(code: digest("code"), of: key("grant"), issuing: fixture.issued())
    _ = try await fixture.rotate("refresh", to: "third", reuse: .replay(.seconds(30)))
    _ = try await fixture.rotate("second", to: "third", reuse: .grace(.seconds(30)))
    for name in ["client", "subject"] {
        _ = try await store.summaries(under: index(name), limit: 10)
        _ = try await store.oldest(under: index(name), beyond: 0)
    }
    _ = try? await store.begin(key("grant"), issuing: fixture.issued(), summary: summary())
    _ = try await store.revoke(accessToken: digest("access-third"), of: key("grant"))
    for name in ["a", "b"] {
        _ = try await fixture.hasClient(name)
        try await store.renew(ClientID(rawValue: name), lifetime: .seconds(60), protectedFor: .zero)
    }
    _ = try await fixture.client("c", lifetime: .seconds(60), limit: 2)
    _ = try await fixture.client("d", lifetime: .seconds(60), limit: 2)
    for kind in RecordKind.passing {
        _ = try await store.load(kind, digest("transient"))
        _ = try await store.take(kind, digest("transient"))
    }
    _ = try await store.load(.ownKeys)
    _ = try await store.replace(.ownKeys, with: sealed("new"), expecting: nil)
    _ = try await store.load(session: digest("session"))
    _ = try await store.revoke(session: digest("session"))
    _ = try await store.revoke(key("grant"))
}

@Suite("keys that hold what this store did not write")
struct DamageTests {
    @Test(
        "count as absent, whatever type they have",
        arguments: [
            ["SET", "1 2 3"], ["RPUSH", "x"], ["SADD", "x"], ["ZADD", "1", "x"], ["HSET", "x", "y"],
        ])
    func types(_ command: [String]) async throws {
        let process = try await StoreProcess.shared()
        let fixture = try await filled(process)
        let keys = try await process.keys()
        // Of each kind that passes one; two of the others are indexes of grants.
        #expect(keys.count == 12 + RecordKind.passing.count)
        for key in keys {
            try await process.redis("DEL", key)
            let arguments = command.dropFirst().map(\.bytes)
            _ = try await process.client.send([RedisCommand(command[0], key: key, arguments)])
        }
        try await askEverything(fixture)
        #expect(process.events.filter { if case .useNotNoted = $0 { true } else { false } } == [])
        await process.shutDown()
    }

    @Test(
        "count as absent, whatever their values are",
        arguments: [
            "", " ", "1", "1 2", "1 2 ", "x y z", "-1 99999999999999 ", "99999999999999999999 1 ",
            "1 9999999999999999999999 record", "1 99999999999999 1 1", "1e3 1e13 x", "\0\0\0",
        ])
    func values(_ value: String) async throws {
        let process = try await StoreProcess.shared()
        let fixture = try await filled(process)
        for key in try await process.keys() {
            switch try await process.redis("TYPE", key) {
            case .status("string"): try await process.redis("SET", key, value.bytes)
            case .status("hash"):
                guard case .list(let fields) = try await process.redis("HKEYS", key) else { continue }
                for case .bytes(let field) in fields {
                    try await process.redis("HSET", key, field, value.bytes)
                }
            default: break
            }
        }
        try await askEverything(fixture)
        await process.shutDown()
    }

    @Test("count as absent when one value of a grant is cut short, wherever")
    func cut() async throws {
        let process = try await StoreProcess.shared()
        let hash = process.store.keys.grant(key("grant"))
        var fixture = try await filled(process)
        guard case .list(let all) = try await process.redis("HGETALL", hash) else {
            throw TestFailure("another reply was expected")
        }
        for index in stride(from: 0, to: all.count, by: 2) {
            guard case .bytes(let field) = all[index], case .bytes(let value) = all[index + 1] else {
                continue
            }
            for length in stride(from: 0, to: value.count, by: 7) {
                try await process.redis("HSET", hash, field, Array(value.prefix(length)))
                try await askEverything(fixture)
                try await process.redis("DEL", hash)
                fixture = try await filled(process)
            }
        }
        await process.shutDown()
    }

    @Test("are told of once for each kind")
    func reported() async throws {
        let process = try await StoreProcess.shared()
        for name in ["one", "two", "three"] {
            try await process.redis("SET", process.store.keys.record(.session, digest(name)), "rubbish".bytes)
            try await process.redis(
                "SET", process.store.keys.client(ClientID(rawValue: name)), "rubbish".bytes)
            for _ in 1...2 {
                #expect(try await process.store.load(session: digest(name)) == nil)
                #expect(try await process.store.load(ClientID(rawValue: name)) == nil)
            }
        }
        #expect(process.events.count == 2)
        #expect(process.events.first?.description.contains("\(process.prefix)s:{") == true)
        await process.shutDown()
    }

    @Test("make way for a grant, a session and a client that are new")
    func replaced() async throws {
        let process = try await StoreProcess.shared()
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        let keys = process.store.keys
        for key in [
            keys.grant(key("grant")), keys.record(.session, digest("s")),
            keys.client(ClientID(rawValue: "a")),
            keys.clientExpiry, keys.idleClients, keys.protectedClients,
        ] { try await process.redis("SET", key, "rubbish".bytes) }
        try await fixture.beginRedeemed("grant")
        #expect(try await fixture.hasAccess("access"))
        try await process.store.insert(session: digest("s"), sealed("s"), lifetime: .seconds(60))
        #expect(try await process.store.load(session: digest("s")) != nil)
        guard case .inserted = try await fixture.client("a", lifetime: .seconds(60)) else {
            return #expect(Bool(false), "refused")
        }
        #expect(try await fixture.hasClient("a"))
        await process.shutDown()
    }
}
