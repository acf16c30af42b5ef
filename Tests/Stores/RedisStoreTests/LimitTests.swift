import Endpoint
import OAuthCore
import OAuthModel
import RedisClient
import RedisServers
import RedisURL
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore
@testable import RouteManifest
@testable import Router

private func peer(_ name: String) -> PeerDigest { PeerDigest(bytes: digest(name).bytes) }

extension RedisStore {
    fileprivate func admit(
        _ name: String = "peer", route: String = "token", limit: Int = 3, period: Duration = .seconds(3600)
    ) async throws -> Admission {
        try await admit(peer(name), to: route, limit: limit, period: period)
    }
}

@Suite("rate limits in Redis")
struct LimitTests {
    @Test("so many requests of a peer to a route pass in all processes together")
    func together() async throws {
        let prefix = uniquePrefix()
        let one = try await StoreProcess.shared(prefix: prefix)
        let two = try await StoreProcess.shared(prefix: prefix)
        for store in [one.store, two.store, one.store] { #expect(try await store.admit() == .admitted) }
        for store in [one.store, two.store] {
            guard case .refused(let wait) = try await store.admit() else {
                Issue.record("it was admitted")
                continue
            }
            #expect(wait > .seconds(3000) && wait <= .seconds(3600))
            #expect(try await store.admit("other") == .admitted)
            #expect(try await store.admit(route: "register") == .admitted)
        }
        await one.shutDown()
        await two.shutDown()
    }

    @Test("of many requests at once, through several processes, exactly as many pass as may")
    func concurrent() async throws {
        let prefix = uniquePrefix()
        var processes: [StoreProcess] = []
        for _ in 0..<4 { processes.append(try await StoreProcess.shared(prefix: prefix)) }
        let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<400 {
                let store = processes[number % 4].store
                group.addTask { try await store.admit(limit: 100) == .admitted }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 100)
        for process in processes { await process.shutDown() }
    }

    @Test(
        "means what it means when a process counts alone, whatever the clock does", arguments: UInt64(0)..<8)
    func sameRule(_ seed: UInt64) async throws {
        let clock = MovableClock()
        let process = try await StoreProcess.shared(time: .given { clock.now })
        // Long periods, so that no key ends by the real clock before the test does.
        let limit = Rate(count: Int(seed % 4) + 1, period: .seconds(36_000))
        let alone = RateLimiter(limit, capacity: 1000)
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            // A clock that goes back and then on makes a process forget windows earlier than Redis does, so that is tried with one peer.
            let goesBack = seed % 2 == 1 && Int.random(in: 0...9, using: &random) == 0
            clock.advance(
                by: .milliseconds(goesBack ? -40_000_000 : .random(in: 0...12_000_000, using: &random)))
            let number = seed % 2 == 1 ? 0 : UInt32.random(in: 0...2, using: &random)
            let admission = try await process.store.admit(
                "\(number)", limit: limit.count, period: limit.period)
            #expect(admission == alone.admit(.ipv4(number), now: clock.now))
        }
        await process.shutDown()
    }

    @Test("a window ends by the time inside it; its key ends with it")
    func lifetime() async throws {
        let clock = MovableClock()
        let process = try await StoreProcess.shared(time: .given { clock.now })
        for _ in 0..<3 { #expect(try await process.store.admit() == .admitted) }
        let key = process.store.keys.limit("token", peer("peer"))
        guard case .integer(let rest) = try await process.redis("PTTL", key) else { return }
        #expect(rest > 3_000_000 && rest <= 3_600_000)
        clock.advance(by: .milliseconds(3_599_999))
        #expect(try await process.store.admit() == .refused(wait: .milliseconds(1)))
        clock.advance(by: .milliseconds(1))
        #expect(try await process.store.admit() == .admitted)
        await process.shutDown()
    }

    @Test("a limit that was lowered holds at once, one that was raised too")
    func changed() async throws {
        let process = try await StoreProcess.shared()
        for _ in 0..<3 { _ = try await process.store.admit() }
        guard case .refused = try await process.store.admit(limit: 2) else {
            Issue.record("admitted beyond the lower limit")
            return
        }
        #expect(try await process.store.admit(limit: 4) == .admitted)
        await process.shutDown()
    }

    @Test(
        "what is no window counts as none, and is replaced",
        arguments: ["", "rubbish", "1", "1 ", " 1 1", "1 1 1", "1.5 1", "-1 1", "99999999999999999999999 1"])
    func damage(_ value: String) async throws {
        let process = try await StoreProcess.shared()
        let key = process.store.keys.limit("token", peer("peer"))
        try await process.redis("SET", key, value.bytes)
        for _ in 0..<3 { #expect(try await process.store.admit() == .admitted) }
        #expect(try await process.store.admit() != .admitted)
        await process.shutDown()
    }

    @Test("nor is what is no string")
    func wrongType() async throws {
        let process = try await StoreProcess.shared()
        try await process.redis("RPUSH", process.store.keys.limit("token", peer("peer")), "x".bytes)
        for _ in 0..<3 { #expect(try await process.store.admit() == .admitted) }
        #expect(try await process.store.admit() != .admitted)
        await process.shutDown()
    }

    @Test("is counted on a cluster too, each peer where its digest lies")
    func cluster() async throws {
        let process = StoreProcess(try RedisTarget(url: await SharedRedis.cluster.url))
        for number in 0..<20 {
            for _ in 0..<3 { #expect(try await process.store.admit("\(number)") == .admitted) }
            #expect(try await process.store.admit("\(number)") != .admitted)
        }
        await process.shutDown()
    }
}
