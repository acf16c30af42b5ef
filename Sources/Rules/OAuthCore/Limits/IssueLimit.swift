import OAuthModel
import Storage
import Synchronization

/// How often tokens are issued to one grant or one client, counted by this process.
///
/// A client in a loop, or one that somebody drives, would else make tokens as fast as the store takes them. Only what was issued counts,
/// so only who exists: strangers can't fill the table.
final class IssueLimit<Key: Hashable & Sendable>: Sendable {
    let rate: Rate
    private let clock: Clock
    private let windows: Mutex<Windows<Key>>

    /// At some 150 bytes each; beyond it the oldest begins its count anew.
    private static var capacity: Int { 65_536 }

    init(_ rate: Rate, clock: Clock) {
        self.rate = rate
        self.clock = clock
        windows = Mutex(Windows(rate, capacity: Self.capacity))
    }

    /// How long until more may be issued; nil: now.
    ///
    /// Of a rotation to be asked before the token is looked up. One that is counted by then shows in the token, as one that is spent; so
    /// whoever asks for the same answer again is never taken for one who wants another.
    func wait(for key: Key) -> Duration? {
        let now = clock.now
        return windows.withLock { $0.wait(for: key, now: now) }
    }

    func count(_ key: Key) {
        let now = clock.now
        windows.withLock { _ = $0.admit(key, now: now) }
    }
}
