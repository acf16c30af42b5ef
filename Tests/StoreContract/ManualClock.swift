package import OAuthModel
import Synchronization

/// A clock that moves when it is told to.
package final class ManualClock: Sendable {
    private let time = Mutex(Timestamp(seconds: 1_900_000_000))

    package init() {}

    package var now: Timestamp { time.withLock { $0 } }

    package var clock: Clock { Clock { self.now } }

    package func advance(by duration: Duration) {
        time.withLock { $0 = $0.advanced(by: duration) }
    }
}
