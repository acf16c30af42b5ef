import Support
import Synchronization

/// The pauses that a server makes between two attempts. They take no time: the test's clock moves instead.
final class Pauses: Sendable {
    private struct State {
        var count = 0
        var total = Duration.zero
        var whenever: (@Sendable (Int) -> Void)?
    }

    private let clock: MovableClock
    private let state = Mutex(State())

    init(_ clock: MovableClock) {
        self.clock = clock
    }

    /// How long all of them were together.
    var total: Duration { state.withLock { $0.total } }

    /// Is told with each pause how many there were.
    func each(_ whenever: @escaping @Sendable (Int) -> Void) {
        state.withLock { $0.whenever = whenever }
    }

    func pause(_ duration: Duration) {
        clock.advance(by: duration)
        let (count, whenever) = state.withLock { state in
            state.count += 1
            state.total += duration
            return (state.count, state.whenever)
        }
        whenever?(count)
    }
}
