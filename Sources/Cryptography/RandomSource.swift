import COpenSSL
import Synchronization

/// Where random bytes come from.
package struct RandomSource: Sendable {
    private let fill: @Sendable (Int) -> [UInt8]

    /// `fill` returns exactly as many bytes as it is asked for.
    package init(_ fill: @escaping @Sendable (Int) -> [UInt8]) {
        self.fill = fill
    }

    package func bytes(_ count: Int) -> [UInt8] {
        fill(count)
    }
}

extension RandomSource {
    /// OpenSSL's generator, seeded by the operating system.
    package static let system = RandomSource { count in
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard count == 0 || RAND_bytes(buffer.baseAddress, Int32(count)) == 1 else {
                unusable("source of randomness")
            }
            initialized = count
        }
    }

    /// For tests and golden files only: the same seed gives the same bytes, and who knows it knows them all.
    package static func seeded(_ seed: UInt64) -> RandomSource {
        let stream = SeededStream(seed)
        return RandomSource { stream.next($0) }
    }
}

/// SHA-256 of the seed and a counter, block after block.
private final class SeededStream: Sendable {
    private let seed: [UInt8]
    private let state = Mutex((counter: UInt64(0), left: [UInt8]()))

    init(_ seed: UInt64) {
        self.seed = bigEndian(seed)
    }

    func next(_ count: Int) -> [UInt8] {
        state.withLock { state in
            while state.left.count < count {
                state.left += SHA256.hash(seed + bigEndian(state.counter))
                state.counter += 1
            }
            defer { state.left.removeFirst(count) }
            return Array(state.left.prefix(count))
        }
    }
}

private func bigEndian(_ value: UInt64) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}
