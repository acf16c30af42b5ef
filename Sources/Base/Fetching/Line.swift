import NIOCore
import Synchronization

/// The connection of one attempt, from before it is connected: so that it can be ended at any time.
final class Line: Sendable {
    private struct State {
        var channel: (any Channel)?
        var isClosed = false
    }

    private let state = Mutex(State())

    /// False when it has been ended by now.
    func hold(_ channel: any Channel) -> Bool {
        state.withLock { state in
            state.channel = channel
            return !state.isClosed
        }
    }

    func close() {
        let channel = state.withLock { state in
            state.isClosed = true
            return state.channel
        }
        channel?.close(promise: nil)
    }
}
