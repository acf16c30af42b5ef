import Foundation
import Glibc
import JSON
import Support
import Testing

/// A server whose files are saved again and again, and all that is looked at after each time.
final class ReloadRun {
    /// How the server comes to know that a file was saved.
    private enum Way: CaseIterable {
        case watching
        case command
        case signal
    }

    /// More memory that is no growth, in KiB: once, and for each reload, for a login that was kept meanwhile.
    private static let memoryLimits = (once: 2048, each: 8)

    private let place: Workplace
    private let plans: NumberedPlans
    private let ledger: PlanLedger
    private let server: ServerProcess
    private let log: ReloadLog
    private let wire: Wire
    private var flows: OpenFlows
    private var watches = true
    /// There is a newer file that can't be served.
    private var isRefused = false
    /// What was saved, by whether it could be served.
    private var (good, bad) = (0, 0)
    private var ways: [Way: Int] = [:]
    private var limited: [UInt] = []
    private var use: [ProcessUse] = []

    /// Starts the server with the plan 0.
    init(_ place: Workplace, _ ledger: PlanLedger) async throws {
        self.place = place
        self.ledger = ledger
        plans = try NumberedPlans(place)
        try plans.save(0, watches: true)
        let output = place.folder.appendingPathComponent("server.log").path
        let process = try ChildProcess(
            Installation.program("mcp-auth").path, ["serve"], environment: place.environment,
            in: place.folder.path, log: output)
        server = try await ServerProcess(process, ready: place.issuer + "/health").announced()
        log = ReloadLog(output)
        wire = Wire(issuer: place.issuer)
        flows = try await OpenFlows(wire)
    }

    var words: String {
        "\(good) taken, \(bad) refused; "
            + ways.map { "\($0.value) by \($0.key)" }.sorted().joined(separator: ", ")
            + "; \(flows.finished) slow logins; " + use.map(\.description).joined(separator: ", then ")
    }

    /// So many files, the last of which can be served.
    func reload(_ count: Int, _ random: inout SeededRandom) async throws {
        // Over the last part nothing is stored but a few logins.
        let quiet = count / 2
        for number in 1...count {
            let isGood = number == count || Int.random(in: 0..<3, using: &random) > 0
            let half = number % 10 == 0 ? try await HalfRequest(place) : nil
            let before = ledger.served
            if isGood {
                try await save(number, watches: Bool.random(using: &random), random: &random)
            } else {
                try await saveBad(number, &random)
            }
            let served = isGood ? number : before
            if let half { #expect(try await half.end() == ["\(before)", "\(served)"]) }
            try await lookAround(served, before: before)
            if number % max(count / 20, 1) == 0 { try await askLimited() }
            if number == quiet { ledger.becomeQuiet() }
            if number == quiet + count / 10 || number == count {
                use.append(try ProcessUse(server.process.pid))
            }
        }
    }

    private func save(_ number: Int, watches: Bool, random: inout SeededRandom) async throws {
        ledger.willSave(number)
        try plans.save(number, watches: watches)
        good += 1
        try await tell(isGood: true, &random)
        ledger.serves(number)
        self.watches = watches
    }

    private func saveBad(_ number: Int, _ random: inout SeededRandom) async throws {
        let faults = NumberedPlans.Fault.allCases
        try plans.save(number, watches: watches, fault: faults[number % faults.count])
        bad += 1
        try await tell(isGood: false, &random)
    }

    /// Has the files read, and waits until the server has said what comes of them.
    private func tell(isGood: Bool, _ random: inout SeededRandom) async throws {
        let way: Way = watches ? .watching : Int.random(in: 0..<6, using: &random) == 0 ? .command : .signal
        ways[way, default: 0] += 1
        switch way {
        case .watching: break
        case .signal: server.process.signal(SIGHUP)
        case .command:
            let (exit, output) = try await place.run("mcp-auth", ["reload"])
            #expect(exit == .status(isGood ? 0 : 2), "\(output)")
            #expect(output.contains("not taken over") == !isGood, "\(output)")
        }
        do {
            try await eventually("the server says what comes of the files") {
                try log.readOn()
                return log.taken >= good && log.refused >= bad ? () : nil
            }
        } catch {
            throw TestFailure("\(error), told by \(way)\n\(server.output.suffix(4000))")
        }
        isRefused = !isGood
        #expect(log.taken == good && log.refused == bad, "each is said once")
    }

    /// - Parameters:
    ///   - served: The plan that answers now.
    ///   - before: The one before.
    private func lookAround(_ served: Int, before: Int) async throws {
        let reader = PlanReader(wire: wire, ledger: ledger)
        try await reader.read("/document", count: 2)
        try await reader.read(NumberedPlans.ownPath(served), count: 1)
        if before != served {
            #expect(
                try await wire.get(NumberedPlans.ownPath(before)).status == 404, "what is gone is unknown")
        }
        let plan = try await wire.get("/health")["plan"]
        #expect(plan?["newer_refused"]?.bool == isRefused)
        try await flows.proceed()
    }

    /// A window of one hour, in which ten are answered.
    private func askLimited() async throws {
        limited.append(try await wire.from("127.0.0.9").get("/limited").status)
    }

    /// What has to be true of all of it.
    func end() async throws {
        #expect(limited.count > 10)
        #expect(limited.prefix(10).allSatisfy { $0 == 200 } && limited.dropFirst(10).allSatisfy { $0 == 429 })
        #expect(flows.finished > 0)
        #expect(use[0].files == use[1].files)
        #expect(use.allSatisfy { $0.watchers <= 1 })
        let limit = Self.memoryLimits.once + Self.memoryLimits.each * (good + bad)
        #expect(use[1].memory - use[0].memory < limit, "\(use)")
        #expect(try await server.stop() == .status(0))
    }
}
