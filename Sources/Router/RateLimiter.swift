internal import Endpoint
internal import OAuthModel
internal import RouteManifest
internal import Synchronization

/// Counts the requests of each peer to one route, in this process.
///
/// A peer's window opens with its first request and closes one period later; in it `count` requests pass. So at the turn
/// of two windows up to twice as many can come close together, and in return who is refused is told exactly when all is
/// well again.
///
/// Memory is bounded: where more peers than `capacity` have open windows, the oldest is forgotten, and that peer starts
/// afresh.
final class RateLimiter: Sendable {
    let limit: RateLimit
    private let shards: [Shard]

    enum Verdict: Equatable {
        case admitted
        /// Whole seconds until the window closes, at least 1.
        case refused(retryAfter: Int64)

        static func refused(wait: Duration) -> Verdict {
            .refused(retryAfter: wait.secondsToWait)
        }
    }

    /// Event loops rarely meet at one of eight locks.
    private static let shardCount = 8

    init(_ limit: RateLimit, capacity: Int) {
        self.limit = limit
        let share = max(1, capacity / Self.shardCount)
        shards = (0..<Self.shardCount).map { _ in Shard(capacity: share) }
    }

    func admit(_ peer: PeerKey, now: Timestamp) -> Verdict {
        let index = Int(truncatingIfNeeded: UInt(bitPattern: peer.hashValue) % UInt(Self.shardCount))
        return shards[index].windows.withLock { $0.admit(peer, now: now, limit) }
    }

    /// Peers that are remembered.
    var peerCount: Int {
        shards.reduce(0) { sum, shard in sum + shard.windows.withLock { $0.peerCount } }
    }

    private final class Shard: Sendable {
        let windows: Mutex<Windows>

        init(capacity: Int) {
            windows = Mutex(Windows(capacity: capacity))
        }
    }
}

/// The open windows of some peers. All are of one length, so they close in the order in which they opened.
private struct Windows {
    private let capacity: Int
    private var open: [PeerKey: Window] = [:]
    /// The oldest first, from `oldest` on.
    private var order: [(peer: PeerKey, start: Timestamp)] = []
    private var oldest = 0

    private struct Window {
        let start: Timestamp
        var count: Int

        /// Also when it opened in the future: the clock has been put back.
        func isOver(_ now: Timestamp, _ period: Duration) -> Bool {
            now < start || now >= start.advanced(by: period)
        }
    }

    init(capacity: Int) {
        self.capacity = capacity
    }

    var peerCount: Int { open.count }

    mutating func admit(_ peer: PeerKey, now: Timestamp, _ limit: RateLimit) -> RateLimiter.Verdict {
        forget(now, limit.period)
        guard let window = open[peer], !window.isOver(now, limit.period) else {
            if order.count - oldest >= capacity { forgetOldest() }
            open[peer] = Window(start: now, count: 1)
            order.append((peer, now))
            return .admitted
        }
        guard window.count < limit.count else {
            return .refused(wait: window.start.advanced(by: limit.period).since(now))
        }
        open[peer]?.count += 1
        return .admitted
    }

    /// Drops the windows that are over: each is dropped once, so a request pays for one on average.
    private mutating func forget(_ now: Timestamp, _ period: Duration) {
        while oldest < order.count {
            guard Window(start: order[oldest].start, count: 0).isOver(now, period) else { return }
            forgetOldest()
        }
    }

    private mutating func forgetOldest() {
        let (peer, start) = order[oldest]
        // After a clock was put back the peer may have a newer window, which stays.
        if open[peer]?.start == start { open[peer] = nil }
        oldest += 1
        if oldest * 2 > order.count, oldest >= 64 || oldest == order.count {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}
