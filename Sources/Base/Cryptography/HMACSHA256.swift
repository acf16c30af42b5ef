import COpenSSL

/// HMAC with SHA-256 (RFC 2104) under one key. For any number of threads at once.
package struct HMACSHA256: Sendable {
    private let schedule: KeySchedule

    /// The key's length is free (RFC 2104 §3); 32 bytes carry the full strength.
    package init(key: [UInt8]) {
        schedule = KeySchedule(key: key)
    }

    /// 32 bytes.
    package func authenticate(_ message: [UInt8]) -> [UInt8] {
        digest(of: message).bytes
    }

    func digest(of message: [UInt8]) -> SHA256.Digest {
        let context = ThreadContext.current.digest
        schedule.beginInner(context)
        message.withUnsafeBytes { SHA256.update(context, $0) }
        let inner = SHA256.Digest(finishing: context)
        schedule.beginOuter(context)
        inner.update(context)
        return SHA256.Digest(finishing: context)
    }

    /// The key in the two forms that begin the inner and the outer digest (RFC 2104 §2), a block each. By themselves they
    /// serve a key that is used once: making a schedule costs more than a single use saves.
    struct Pads {
        private var inner = InlineArray<64, UInt8>(repeating: 0x36)
        private var outer = InlineArray<64, UInt8>(repeating: 0x5c)

        init(_ key: SHA256.Digest) {
            key.withBytes { insert($0) }
        }

        init(_ key: [UInt8]) {
            if key.count > SHA256.blockLength {
                SHA256.digest(of: key).withBytes { insert($0) }
            } else {
                key.withUnsafeBytes { insert($0) }
            }
        }

        private mutating func insert(_ key: UnsafeRawBufferPointer) {
            for index in key.indices {
                inner[index] ^= key[index]
                outer[index] ^= key[index]
            }
        }

        /// Authenticates one step of an expansion: the block before it, if there is one, the label and the number (RFC 5869 §2.3).
        func digest(of block: SHA256.Digest?, _ info: [UInt8], _ counter: UInt8) -> SHA256.Digest {
            let context = ThreadContext.current.digest
            beginInner(context)
            block?.update(context)
            info.withUnsafeBytes { SHA256.update(context, $0) }
            withUnsafeBytes(of: counter) { SHA256.update(context, $0) }
            let inner = SHA256.Digest(finishing: context)
            beginOuter(context)
            inner.update(context)
            return SHA256.Digest(finishing: context)
        }

        func beginInner(_ context: OpaquePointer) { Self.begin(inner, context) }

        func beginOuter(_ context: OpaquePointer) { Self.begin(outer, context) }

        private static func begin(_ pad: InlineArray<64, UInt8>, _ context: OpaquePointer) {
            SHA256.restart(context)
            withUnsafeBytes(of: pad) { SHA256.update(context, $0) }
        }
    }
}

/// Both digests as they stand after the key's block. They are only ever copied from, which is what makes them shareable.
private final class KeySchedule: @unchecked Sendable {
    private let inner: OpaquePointer
    private let outer: OpaquePointer

    init(key: [UInt8]) {
        let pads = HMACSHA256.Pads(key)
        inner = Self.digest(beginning: pads.beginInner)
        outer = Self.digest(beginning: pads.beginOuter)
    }

    deinit {
        EVP_MD_CTX_free(inner)
        EVP_MD_CTX_free(outer)
    }

    func beginInner(_ context: OpaquePointer) { Self.copy(inner, to: context) }

    func beginOuter(_ context: OpaquePointer) { Self.copy(outer, to: context) }

    private static func digest(beginning begin: (OpaquePointer) -> Void) -> OpaquePointer {
        guard let context = EVP_MD_CTX_new(),
            EVP_DigestInit_ex2(context, Algorithms.shared.sha256, nil) == 1
        else { unusable("a context") }
        begin(context)
        return context
    }

    private static func copy(_ state: OpaquePointer, to context: OpaquePointer) {
        guard EVP_MD_CTX_copy_ex(context, state) == 1 else { unusable("SHA-256") }
    }
}
