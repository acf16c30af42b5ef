import DemoMCPServer
import Synchronization

/// Stands still until it is told to move.
final class TestClock: Sendable {
    private struct State {
        var elapsed = Duration.zero
        var sleepers: [Int: (deadline: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var watchers: [CheckedContinuation<Void, Never>] = []
        var number = 0
    }

    static let start: Int64 = 1_800_000_000
    private let origin = ContinuousClock.now
    private let state = Mutex(State())

    var clock: DemoClock {
        DemoClock(
            unixTime: { Self.start + self.state.withLock { $0.elapsed.components.seconds } },
            now: { self.origin + self.state.withLock { $0.elapsed } },
            sleep: { try await self.sleep($0) })
    }

    func advance(_ duration: Duration) {
        let due = state.withLock { state in
            state.elapsed += duration
            let due = state.sleepers.filter { $0.value.deadline <= state.elapsed }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Returns once somebody sleeps.
    func sleeper() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.sleepers.isEmpty { return true }
                state.watchers.append(continuation)
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Returns once nobody sleeps.
    func nobodySleeps() async {
        while state.withLock({ !$0.sleepers.isEmpty }) { await Task.yield() }
    }

    private func sleep(_ duration: Duration) async throws {
        guard duration > .zero else { return }
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let watchers = state.withLock { state in
                    state.sleepers[number] = (state.elapsed + duration, continuation)
                    defer { state.watchers = [] }
                    return state.watchers
                }
                for watcher in watchers { watcher.resume() }
                if Task.isCancelled { wake(number) }
            }
        } onCancel: {
            wake(number)
        }
    }

    private func wake(_ number: Int) {
        state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation
            .resume(throwing: CancellationError())
    }
}
