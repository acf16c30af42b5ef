import Foundation
import Glibc
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("Files that are read again under load", .serialized)
struct ReloadLoadTests {
    /// On each store, good and bad files together.
    private let count = Soak.isOn ? 1000 : 50
    /// Of each client between two answers: a server that is built for tests, on the machine of its clients, needs time for its files.
    private let pause = Duration.milliseconds(Soak.isOn ? 3 : 30)
    private let seed = Soak.seed

    @Test(
        "no request is lost, none is answered by two plans or by one that is over, what was begun goes on, and nothing grows",
        arguments: [false, true])
    func load(onRedis: Bool) async throws {
        let redis = onRedis ? try await RedisServer.start() : nil
        let place = try Workplace(redis: redis?.url)
        try place.prepareForLoad()
        var random = SeededRandom(seed: seed)
        let ledger = PlanLedger(first: 0)
        let run = try await ReloadRun(place, ledger)
        let wire = Wire(issuer: place.issuer)

        let load = Load(wire, ledger, &random, width: 3, pause: pause)
        let reader = PlanReader(wire: wire, ledger: ledger)
        let readerRandom = SeededRandom(seed: random.next())
        async let answered = load.run()
        async let read: Void = reader.read(width: 4, pause: pause, readerRandom)
        let start = ContinuousClock.now
        do {
            defer { ledger.end() }
            try await run.reload(count, &random)
        }
        let time = start.duration(to: .now).milliseconds
        let acknowledged = try await answered
        try await read

        #expect(ledger.findings == [], "seed \(seed)")
        #expect(ledger.sharedDigests == 0)
        var verification = Verification(wire: wire, random: random)
        _ = try await verification.check(acknowledged)
        #expect(verification.findings == [], "seed \(seed)")
        print(
            "\(count) reloads \(onRedis ? "on Redis" : "on the embedded store"): \(run.words), "
                + "\(ledger.answers) answers, \(time) ms (seed \(seed))")
        try await run.end()
    }
}
