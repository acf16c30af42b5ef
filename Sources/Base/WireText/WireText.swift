internal import Glibc

#if DEBUG
    internal import Synchronization
#endif

/// Text that a stranger wrote, as bytes: UTF-8, and nothing more is known of it.
///
/// Two are the same when their bytes are (RFC 6749 §3.1, RFC 8259 §8.3). `String` compares and hashes by canonical
/// equivalence: it takes texts for one that differ in their bytes, and for a run of combining marks it needs time that
/// grows with its square. So this type never becomes a `String` in order to be compared: what is a name or a number of ours
/// is ASCII (``ascii``), and everything else is carried, measured and written out.
package struct WireText: Sendable {
    /// Only ever looked at as UTF-8.
    private let storage: String

    /// Takes over text that is at hand as a `String`: of ours, or just decoded.
    package init(_ text: String) {
        storage = text
    }

    /// `nil` when the bytes are no UTF-8.
    package init?(validating bytes: some Sequence<UInt8>) {
        guard let text = String(validating: Array(bytes), as: UTF8.self) else { return nil }
        storage = text
    }

    /// Bytes that are no UTF-8 become replacement characters, three bytes each.
    package init(repairing bytes: some Collection<UInt8>) {
        storage = String(decoding: bytes, as: UTF8.self)
    }

    /// The same where the bytes lie: no generic code runs for what every request has.
    package init(repairing bytes: UnsafeRawBufferPointer) {
        storage = String(decoding: bytes, as: UTF8.self)
    }

    package var utf8: String.UTF8View { storage.utf8 }
    package var bytes: [UInt8] { Array(storage.utf8) }
    package var isEmpty: Bool { storage.isEmpty }

    /// The text, if it has nothing but ASCII in it: then, and only then, does `String` compare bytes.
    package var ascii: String? {
        storage.utf8.allSatisfy { $0 < 0x80 } ? storage : nil
    }

    /// The text for who shows it to people and escapes it himself. Not to be compared with anything.
    package var shown: String { storage }

    package func withBytes<Result>(_ look: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = storage.utf8.withContiguousStorageIfAvailable(look) { return result }
        var copy = storage
        return copy.withUTF8(look)
    }

    /// Whether this is a name of ours, byte for byte.
    package func equals(_ name: StaticString) -> Bool {
        guard storage.utf8.count == name.utf8CodeUnitCount else { return false }
        return withBytes { bytes in
            name.withUTF8Buffer { same(bytes, $0) }
        }
    }

    /// Whether this ASCII text in lower case stands in it, in whatever case.
    package func containsIgnoringCase(_ part: StaticString) -> Bool {
        withBytes { bytes in
            part.withUTF8Buffer { part in
                guard bytes.count >= part.count else { return false }
                return (0...(bytes.count - part.count)).contains { start in
                    part.indices.allSatisfy { bytes[start + $0].lowercased == part[$0] }
                }
            }
        }
    }

    /// The parts between these bytes, without empty ones.
    package func split(separator: UInt8) -> [WireText] {
        storage.utf8.split(separator: separator).map { WireText(String(Substring($0))) }
    }
}

extension WireText: Hashable {
    package static func == (left: WireText, right: WireText) -> Bool {
        guard left.storage.utf8.count == right.storage.utf8.count else { return false }
        return left.withBytes { left in right.withBytes { same(left, $0) } }
    }

    package func hash(into hasher: inout Hasher) {
        withBytes { bytes in
            count(bytes.count)
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        hasher.combine(UInt8(0xff))
    }
}

extension WireText: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        storage = value
    }
}

/// What is printed is what is safe to print.
extension WireText: CustomStringConvertible {
    package var description: String { excerpt() }
}

/// Both have this many bytes.
private func same(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    count(left.count)
    guard let one = left.baseAddress, let other = right.baseAddress else { return left.isEmpty }
    return memcmp(one, other, left.count) == 0
}

#if DEBUG
    /// Counts the bytes that comparing and hashing look at, for tests: what a stranger's text costs is counted, not timed.
    package final class ComparisonMeter: Sendable {
        private let bytes = Atomic<Int>(0)

        @TaskLocal package static var current: ComparisonMeter?

        package init() {}

        package var count: Int { bytes.load(ordering: .relaxed) }

        func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }
    }

    private func count(_ bytes: Int) { ComparisonMeter.current?.add(bytes) }
#else
    private func count(_ bytes: Int) {}
#endif
