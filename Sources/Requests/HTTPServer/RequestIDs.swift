/// Names requests: a prefix drawn once for each event loop, and a counter. 20 characters of `[0-9a-f]`.
struct RequestIDs {
    private let prefix: UInt64
    private var count: UInt64 = 0

    init(prefix: UInt64) {
        self.prefix = prefix
    }

    mutating func next() -> String {
        count &+= 1
        return String(unsafeUninitializedCapacity: 20) { bytes in
            Self.write(prefix, into: UnsafeMutableBufferPointer(rebasing: bytes[0..<10]))
            Self.write(count, into: UnsafeMutableBufferPointer(rebasing: bytes[10..<20]))
            return 20
        }
    }

    /// The lower 40 bits as ten digits.
    private static func write(_ number: UInt64, into digits: UnsafeMutableBufferPointer<UInt8>) {
        var rest = number
        for index in digits.indices.reversed() {
            let digit = UInt8(truncatingIfNeeded: rest & 0xf)
            digits[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            rest >>= 4
        }
    }
}
