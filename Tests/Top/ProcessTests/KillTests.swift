import Foundation
import Support
import Testing

@Suite("A server that is killed")
struct KillTests {
    private let rounds = Soak.isOn ? 50 : 5
    private let seed = Soak.seed

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
            let after = try await verification.check(known)
            #expect(verification.findings == [], "\(when)")
            return after
        } catch {
            throw TestFailure("\(when): \(error)")
        }
    }

    /// Until the server is killed; what was answered.
    private func load(
        _ server: ServerProcess, at place: Workplace, _ random: inout SeededRandom
    ) async throws -> Acknowledged {
        let answers = Int.random(in: 50...600, using: &random)
        let guillotine = Guillotine(server.process, after: answers)
        return try await Load(Wire(issuer: place.issuer), guillotine, &random).run()
    }
}

extension Workplace {
    /// No person at the browser, no rate limits, and nothing that ends by itself while a slow machine starts again.
    ///
    /// - Parameter rotation: With its window.
    func prepareForLoad(rotation: String = "replay\n    window: 10m") throws {
        try edit("auto_approve: false", "auto_approve: true")
        try edit("authorization_code: 60s", "authorization_code: 10m")
        try edit(
            "rotation: replay\n    window: 30s\n    rate: 30/1m", "rotation: \(rotation)\n    rate: none")
        let text = try String(contentsOf: manifest, encoding: .utf8)
        try text.replacing(/rate_limit: ([0-9]+\/1m|\{[^}]*\})/, with: "rate_limit: none")
            .write(to: manifest, atomically: true, encoding: .utf8)
    }
}
