package import OAuthModel
import Synchronization

/// A clock that stands still until a test moves it, for those who read it and for those who sleep by it.
package final class MovableClock: Sendable {
    private struct State {
        var now: Timestamp
        var sleepers: [Int: (end: Timestamp, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var watchers: [CheckedContinuation<Void, Never>] = []
        var number = 0
    }

    /// In the year 2030.
    package static let start = Timestamp(seconds: 1_900_000_000)

    private let state: Mutex<State>

    package init(at time: Timestamp = start) {
        state = Mutex(State(now: time))
    }

    package var now: Timestamp { state.withLock { $0.now } }

    package var clock: Clock { Clock { self.now } }

    package func advance(by duration: Duration) {
        let due = state.withLock { state in
            let now = state.now.advanced(by: duration)
            state.now = now
            let due = state.sleepers.filter { $0.value.end <= now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    package func sleep(_ duration: Duration) async throws {
        guard duration > .zero else { return }
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let watchers = state.withLock { state in
                    state.sleepers[number] = (state.now.advanced(by: duration), continuation)
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

    /// Returns once somebody sleeps.
    package func sleeper() async {
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
    package func nobodySleeps() async {
        while state.withLock({ !$0.sleepers.isEmpty }) { await Task.yield() }
    }

    private func wake(_ number: Int) {
        state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation
            .resume(throwing: CancellationError())
    }
}
