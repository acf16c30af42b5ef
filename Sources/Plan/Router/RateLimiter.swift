internal import Endpoint
internal import OAuthModel
internal import Synchronization

/// Counts for each peer of one route, in this process.
final class RateLimiter: Sendable {
    let rate: Rate
    private let shards: [Shard]

    /// Event loops rarely meet at one of eight locks.
    private static let shardCount = 8

    init(_ rate: Rate, capacity: Int) {
        self.rate = rate
        let share = max(1, capacity / Self.shardCount)
        shards = (0..<Self.shardCount).map { _ in Shard(Windows(rate, capacity: share)) }
    }

    func admit(_ peer: PeerKey, now: Timestamp) -> Admission {
        let index = Int(truncatingIfNeeded: UInt(bitPattern: peer.hashValue) % UInt(Self.shardCount))
        return shards[index].windows.withLock { $0.admit(peer, now: now) }
    }

    /// Peers that are remembered.
    var peerCount: Int {
        shards.reduce(0) { sum, shard in sum + shard.windows.withLock { $0.count } }
    }

    private final class Shard: Sendable {
        let windows: Mutex<Windows<PeerKey>>

        init(_ windows: Windows<PeerKey>) {
            self.windows = Mutex(windows)
        }
    }
}
