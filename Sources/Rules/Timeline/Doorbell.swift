import OAuthModel
import Synchronization

/// Counts the knocks of one peer that come within a second, for as long as nothing else happens: those of a flood, each of which costs a few
/// instructions.
final class Doorbell: Sendable {
    private static let pause: UInt64 = 1_000_000_000

    private struct State {
        var knock: Knock?
        /// Whose it is: compared each time, and so at hand.
        var peer = ""
        var at = Timestamp(milliseconds: 0)
        var arrived: UInt64 = 0
        var count = 0
    }

    private let state = Mutex(State())

    /// - Returns: Whether it was counted.
    func ring(from peer: String, arrived: UInt64) -> Bool {
        state.withLock { state in
            guard arrived &- state.arrived < Self.pause, state.peer == peer else { return false }
            state.count += 1
            return true
        }
    }

    func listen(to knock: Knock, at moment: Timestamp, arrived: UInt64) {
        state.withLock { $0 = State(knock: knock, peer: knock.peer, at: moment, arrived: arrived) }
    }

    /// What was counted; from here on nothing is, until it listens again.
    func answer() -> (Knock, Timestamp)? {
        state.withLock { state in
            guard let knock = state.knock else { return nil }
            let (at, count) = (state.at, state.count)
            state = State()
            return count == 0 ? nil : (knock.times(count), at)
        }
    }
}
