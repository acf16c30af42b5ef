import OAuthCore
import OAuthModel
import RedisClient
import RedisServers
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

/// How many commands Redis has executed of each name, those inside scripts included.
private func commands(_ server: RedisServer) async throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for line in try await server.command("INFO", "commandstats").split(whereSeparator: \.isNewline) {
        let parts = line.split(separator: ":")
        guard parts.count == 2, parts[0].hasPrefix("cmdstat_"),
            let calls = parts[1].split(separator: ",").first?.dropFirst("calls=".count)
        else { continue }
        counts[String(parts[0].dropFirst("cmdstat_".count))] = Int(calls)
    }
    return counts
}

@Suite("what a call costs Redis")
struct CostTests {
    private func cost(_ server: RedisServer, _ call: () async throws -> Void) async throws -> [String: Int] {
        try await server.command("CONFIG", "RESETSTAT")
        try await call()
        var counts = try await commands(server)
        for own in ["config|resetstat", "info", "ping"] { counts[own] = nil }
        return counts
    }

    @Test("introspection: one read of a field and the time, and no script")
    func introspection() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        let cost = try await cost(server) { _ = try await fixture.hasAccess("access") }
        #expect(cost == ["hget": 1, "time": 1])
        await process.shutDown()
    }

    @Test("a redemption: two entries in indexes and one step of the grant; a rotation: one step and no entry")
    func steps() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.begin("grant")
        let redemption = try await cost(server) {
            _ = try await process.store.redeem(
                code: digest("code"), of: key("grant"), issuing: fixture.issued())
        }
        #expect(redemption["evalsha"] == 3 && redemption["zadd"] == 2)
        let rotation = try await cost(server) { _ = try await fixture.rotate("refresh", to: "second") }
        #expect(rotation["evalsha"] == 1 && rotation["zadd"] == nil)
        let cap = try await cost(server) {
            _ = try await process.store.oldest(under: index("client"), beyond: 9)
        }
        #expect(cap["evalsha"] == 1)
        await process.shutDown()
    }

    @Test(
        "a rate limit: one script that reads, writes and asks for the time; nothing is written for those who are refused"
    )
    func limit() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let peer = PeerDigest(bytes: digest("peer").bytes)
        func admit() async throws {
            _ = try await process.store.admit(peer, to: "token", limit: 2, period: .seconds(3600))
        }
        try await admit()
        #expect(
            try await cost(server) { try await admit() } == ["evalsha": 1, "time": 1, "get": 1, "set": 1])
        #expect(try await cost(server) { try await admit() } == ["evalsha": 1, "time": 1, "get": 1])
        await process.shutDown()
    }

    @Test("a rotation: the same after a hundred as after ten")
    func rotation() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        var costs: [[String: Int]] = []
        for number in 0..<100 {
            let cost = try await cost(server) {
                _ = try await fixture.rotate(number == 0 ? "refresh" : "\(number - 1)", to: "\(number)")
            }
            if number == 10 || number == 99 { costs.append(cost) }
        }
        #expect(costs[0] == costs[1])
        await process.shutDown()
    }

    @Test("a registration that evicts: the same among a thousand clients as among ten")
    func eviction() async throws {
        let server = try await RedisServer.start()
        var costs: [[String: Int]] = []
        for limit in [10, 1000] {
            let process = StoreProcess(server, prefix: "\(limit):")
            let fixture = StoreFixture(store: process.store, clock: MovableClock())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<limit {
                    group.addTask {
                        _ = try await fixture.client("\(number)", lifetime: .seconds(600), limit: limit)
                    }
                }
                try await group.waitForAll()
            }
            costs.append(
                try await cost(server) {
                    let answer = try await fixture.client("new", lifetime: .seconds(600), limit: limit)
                    guard case .inserted(_, .some) = answer else { return #expect(Bool(false), "\(answer)") }
                })
            await process.shutDown()
        }
        #expect(costs[0] == costs[1])
    }
}
