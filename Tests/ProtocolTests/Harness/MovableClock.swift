import OAuthModel
import Synchronization

/// A clock that stands still until a test moves it.
final class MovableClock: Sendable {
    private let milliseconds: Mutex<Int64>

    /// Begins at 2026-01-01T00:00:00Z, or when a test says.
    init(milliseconds: Int64 = 1_767_225_600_000) {
        self.milliseconds = Mutex(milliseconds)
    }

    var clock: Clock {
        Clock { [self] in Timestamp(milliseconds: milliseconds.withLock { $0 }) }
    }

    var seconds: Int64 { milliseconds.withLock { $0 / 1000 } }

    func advance(by duration: Duration) {
        milliseconds.withLock { $0 += duration.milliseconds }
    }
}
