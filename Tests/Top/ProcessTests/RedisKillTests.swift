import Foundation
import RedisServers
import Support
import Testing

@Suite("A Redis that is lost under load", .serialized)
struct RedisKillTests {
    private let seed = Soak.seed

    @Test("nothing acknowledged is lost and nothing revoked comes back, whenever kill -9 strikes Redis")
    func kill() async throws {
        let rounds = Soak.isOn ? 20 : 3
        let redis = try await RedisServer.start(.appendOnly)
        let place = try Workplace(redis: redis.url)
        try place.prepareForLoad()
        let crowd = try await Crowd(2, at: place)
        var random = SeededRandom(seed: seed)
        var known = Acknowledged()
        for round in 1...rounds {
            let outage = StoreOutage(before: Int.random(in: 50...600, using: &random), after: 200)
            let down = Duration.milliseconds(Int.random(in: 0...300, using: &random))
            let (answered, record) = try await crowd.load(outage, &random) {
                try await redis.kill()
                try await Task.sleep(for: down)
                try await redis.restart()
            }
            known.add(answered)
            print(
                "redis killed, round \(round): down \(down.milliseconds) ms, then \(record)"
                    + " (seed \(seed))")
            #expect(crowd.areRunning, "\(crowd.output)")
            known = try await crowd.check(known, &random, "seed \(seed), after round \(round)") {
                #expect($0 == [])
            }
            let incomplete = try await redis.grantsWithoutEntries()
            #expect(incomplete == [], "seed \(seed), after round \(round)")
            known.thin(to: 20, using: &random)
        }
        try await crowd.stop()
    }
}

extension Crowd {
    /// Sixteen clients at once, while this happens to the store.
    func load(
        _ outage: StoreOutage, _ random: inout SeededRandom,
        strike: @escaping @Sendable () async throws -> Void
    ) async throws -> (Acknowledged, StoreOutage.Record) {
        async let record = outage.run(strike)
        let answered = try await Load(wire, outage, &random).run()
        return (answered, try await record)
    }

    /// Asks for everything that was acknowledged, as a client does that comes again after an outage.
    func check(
        _ known: Acknowledged, _ random: inout SeededRandom, _ when: String,
        findings: ([Verification.Finding]) -> Void
    ) async throws -> Acknowledged {
        var verification = Verification(wire: wire.patiently, random: random)
        do {
            let after = try await verification.check(known)
            findings(verification.findings)
            return after
        } catch {
            throw TestFailure("\(when): \(error)\n\(output)")
        }
    }
}
