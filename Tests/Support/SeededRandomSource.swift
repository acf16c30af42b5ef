package import Cryptography
import Synchronization

extension RandomSource {
    /// The same seed gives the same bytes, and who knows it knows them all.
    package static func seeded(_ seed: UInt64) -> RandomSource {
        let random = Mutex(SeededRandom(seed: seed))
        return RandomSource { count in
            random.withLock { random in (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
        }
    }
}
