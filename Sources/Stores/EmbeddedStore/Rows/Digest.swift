import Storage

/// 32 bytes of a keyed digest, kept in place instead of in an array of their own: there are several in each record.
struct Digest: Sendable {
    static let length = 32

    let words: InlineArray<4, UInt64>

    /// The ports promise 32 bytes; another length is a mistake in the program and ends it.
    init(_ bytes: [UInt8]) {
        precondition(bytes.count == Self.length, "a digest has \(Self.length) bytes")
        words = bytes.withUnsafeBytes { bytes in
            InlineArray { bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) }
        }
    }

    init(_ digest: SecretDigest) { self.init(digest.bytes) }

    init(_ key: GrantKey) { self.init(key.bytes) }
}

extension Digest: Hashable {
    static func == (left: Digest, right: Digest) -> Bool {
        left.words[0] == right.words[0] && left.words[1] == right.words[1] && left.words[2] == right.words[2]
            && left.words[3] == right.words[3]
    }

    /// Under a key that nobody outside knows, eight of the bytes scatter as well as all of them.
    func hash(into hasher: inout Hasher) {
        hasher.combine(words[0])
    }
}
