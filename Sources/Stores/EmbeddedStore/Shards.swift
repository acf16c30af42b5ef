import Synchronization

/// What is found by digests, in pieces that are locked one by one, so that neither readers nor the sweep stand in each other's way.
final class Shards<Content: Sendable>: Sendable {
    final class Shard: Sendable {
        let content: Mutex<Content>

        init(_ content: Content) {
            self.content = Mutex(content)
        }
    }

    let all: [Shard]

    /// `count` is a power of two.
    init(count: Int, of empty: Content) {
        all = (0..<count).map { _ in Shard(empty) }
    }

    subscript(_ digest: Digest) -> Shard {
        // Not the bytes that the dictionaries hash.
        all[Int(truncatingIfNeeded: digest.words[3]) & (all.count - 1)]
    }
}
