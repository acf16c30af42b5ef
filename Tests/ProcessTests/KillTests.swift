import Foundation
import Harness
import Testing

@Suite("A server that is killed")
struct KillTests {
    /// `SOAK=1` runs fifty rounds, `SEED=n` those of an earlier run.
    private let rounds = ProcessInfo.processInfo.environment["SOAK"] == "1" ? 50 : 5
    private let seed =
        ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1_000_000)

    @Test("nothing acknowledged is lost and nothing revoked comes back, whenever kill -9 strikes")
    func kill() async throws {
        let place = try Workplace()
        try place.prepareForLoad()
        var random = SeededRandom(seed: seed)
        var known = Acknowledged()
        for round in 1...rounds {
            let server = try await place.serve()
            known = try await check(known, at: place, &random, "seed \(seed), before round \(round)")
            known.thin(to: 20, using: &random)
            known.add(try await load(server, at: place, &random))
            #expect(try await server.process.ended() == .signal(SIGKILL))
        }
        let server = try await place.serve()
        _ = try await check(known, at: place, &random, "seed \(seed), after the last round")
        #expect(try await server.stop() == .status(0))
    }

    private func check(
        _ known: Acknowledged, at place: Workplace, _ random: inout SeededRandom, _ when: String
    ) async throws -> Acknowledged {
        var verification = Verification(wire: Wire(issuer: place.issuer), random: random)
        do {
            return try await verification.check(known)
        } catch {
            throw HarnessError("\(when): \(error)")
        }
    }

    /// Sixteen clients at once, until the server is killed; what they were answered.
    private func load(
        _ server: ServerProcess, at place: Workplace, _ random: inout SeededRandom
    ) async throws -> Acknowledged {
        let answers = Int.random(in: 50...600, using: &random)
        let guillotine = Guillotine(server.process, after: answers)
        let seeds = (0..<16).map { _ in random.next() }
        return try await withThrowingTaskGroup(of: Acknowledged.self) { group in
            for seed in seeds {
                group.addTask {
                    var worker = LoadWorker(
                        wire: Wire(issuer: place.issuer), guillotine: guillotine,
                        random: SeededRandom(seed: seed))
                    return try await worker.work()
                }
            }
            return try await group.reduce(into: Acknowledged()) { $0.add($1) }
        }
    }
}

extension Workplace {
    /// No person at the browser, no rate limits, and nothing that ends by itself while a slow machine starts again.
    func prepareForLoad() throws {
        try edit("auto_approve: false", "auto_approve: true")
        try edit("authorization_code: 60s", "authorization_code: 10m")
        try edit("window: 30s", "window: 10m")
        let text = try String(contentsOf: manifest, encoding: .utf8)
        try text.replacing(/rate_limit: [0-9]+\/1m/, with: "rate_limit: none")
            .write(to: manifest, atomically: true, encoding: .utf8)
    }
}
