import Synchronization

/// A dictionary in pieces that are locked one by one, so that neither readers nor the sweep stand in each other's way.
final class Shards<Value: Sendable>: Sendable {
    final class Shard: Sendable {
        let values = Mutex<[Digest: Value]>([:])
    }

    let all: [Shard]

    /// `count` is a power of two.
    init(count: Int) {
        all = (0..<count).map { _ in Shard() }
    }

    subscript(_ digest: Digest) -> Shard {
        // Not the bytes that the dictionaries hash.
        all[Int(truncatingIfNeeded: digest.words[3]) & (all.count - 1)]
    }
}
