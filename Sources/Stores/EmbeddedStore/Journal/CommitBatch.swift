import Synchronization

/// Changes that reach the disk together, as those see it who wait for that.
final class CommitBatch: Sendable {
    private struct State {
        var outcome: Bool?
        var waiting: [UnsafeContinuation<Bool, Never>] = []
    }

    private let state = Mutex(State())

    /// Whether the batch was committed; returns when that is known.
    func committed() async -> Bool {
        await withUnsafeContinuation { continuation in
            let outcome = state.withLock { state in
                if state.outcome == nil { state.waiting.append(continuation) }
                return state.outcome
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    /// The same, but `nil` when it is not known after `patience`. The wait itself goes on unseen until it is.
    func committed(within patience: Duration) async -> Bool? {
        if let outcome = state.withLock({ $0.outcome }) { return outcome }
        let (answers, answer) = AsyncStream<Bool?>.makeStream(bufferingPolicy: .bufferingOldest(1))
        Task { answer.yield(await committed()) }
        let timer = Task {
            try? await Task.sleep(for: patience)
            answer.yield(nil)
        }
        defer { timer.cancel() }
        for await first in answers { return first }
        return nil
    }

    func finish(committed: Bool) {
        let waiting = state.withLock { state in
            state.outcome = committed
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: committed) }
    }
}
