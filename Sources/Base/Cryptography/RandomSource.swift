import COpenSSL

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
}
