import OAuthModel
import Storage
import Synchronization

/// How often one grant may be refreshed, counted by this process.
///
/// A client in a loop, or one that somebody drives, would else make tokens as fast as the store takes them. Only rotations count,
/// so only grants that exist: strangers can't fill the table.
final class RotationLimit: Sendable {
    let rate: Rate
    private let clock: Clock
    private let windows: Mutex<Windows<GrantKey>>

    /// At some 150 bytes each; beyond it the oldest grant begins its count anew.
    private static let capacity = 65_536

    init(_ rate: Rate, clock: Clock) {
        self.rate = rate
        self.clock = clock
        windows = Mutex(Windows(rate, capacity: Self.capacity))
    }

    /// How long until the grant may be refreshed; nil: now.
    ///
    /// To be asked before the token is looked up. A rotation that is counted by then shows in the token, as one that is spent; so
    /// whoever asks for the same answer again is never taken for one who wants another.
    func wait(for key: GrantKey) -> Duration? {
        let now = clock.now
        return windows.withLock { $0.wait(for: key, now: now) }
    }

    func count(_ key: GrantKey) {
        let now = clock.now
        windows.withLock { _ = $0.admit(key, now: now) }
    }
}
