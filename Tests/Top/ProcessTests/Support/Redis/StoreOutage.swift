import Support
import Synchronization

/// The store goes away in the middle of the load, and comes back; the load goes on until it has been served again for a while.
final class StoreOutage: Mishap {
    /// What came of it.
    struct Record: Sendable, CustomStringConvertible {
        /// Requests that were answered 503.
        var outages = 0
        /// From when the store served again to the last of them. Negative: the last came earlier.
        var recovery: Duration = .zero

        var description: String {
            "\(outages) answers 503, the last \(recovery.milliseconds) ms after redis served again"
        }
    }

    private struct State {
        var answers = 0
        var outages = 0
        var lastOutage: ContinuousClock.Instant?
        var hasStruck = false
        var isOver = false
    }

    private let before: Int
    private let after: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - before: Good answers until it happens.
    ///   - after: Good answers from then on until the load ends.
    init(before: Int, after: Int) {
        self.before = before
        self.after = after
    }

    var isOver: Bool { state.withLock { $0.isOver } }
    var excusesSilence: Bool { false }
    var excusesOutage: Bool { state.withLock { $0.hasStruck } }

    func countAnswer() { state.withLock { $0.answers += 1 } }

    func countOutage() {
        state.withLock {
            $0.outages += 1
            $0.lastOutage = .now
        }
    }

    /// Runs beside the load. `strike` returns when the store serves again, as far as it can say that itself.
    func run(_ strike: () async throws -> Void) async throws -> Record {
        // Whatever happens, the load must end.
        defer { state.withLock { $0.isOver = true } }
        try await answers(before)
        state.withLock { $0.hasStruck = true }
        try await strike()
        let back = ContinuousClock.now
        try await answers(state.withLock { $0.answers } + after)
        return state.withLock { state in
            Record(
                outages: state.outages,
                recovery: state.lastOutage.map { back.duration(to: $0) } ?? .zero)
        }
    }

    private func answers(_ count: Int) async throws {
        _ = try await eventually("\(count) answers", within: .seconds(120)) {
            self.state.withLock { $0.answers } >= count ? () : nil
        }
    }
}

extension Duration {
    /// As it stands in a printed line.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
