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
        let context = ThreadContext.current.digest
        schedule.beginInner(context)
        message.withUnsafeBytes { SHA256.update(context, $0) }
        let inner = SHA256.finish(context)
        schedule.beginOuter(context)
        inner.withUnsafeBytes { SHA256.update(context, $0) }
        return SHA256.finish(context)
    }

    /// The same for a key that is used once: without the schedule, whose making costs more than a single use saves.
    static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        let pads = KeyPads(key: key)
        let context = ThreadContext.current.digest
        SHA256.restart(context)
        pads.inner.withUnsafeBytes { SHA256.update(context, $0) }
        message.withUnsafeBytes { SHA256.update(context, $0) }
        let inner = SHA256.finish(context)
        SHA256.restart(context)
        pads.outer.withUnsafeBytes { SHA256.update(context, $0) }
        inner.withUnsafeBytes { SHA256.update(context, $0) }
        return SHA256.finish(context)
    }
}

/// The key in the two forms that begin the inner and the outer digest (RFC 2104 §2), a block each.
private struct KeyPads {
    let inner: [UInt8]
    let outer: [UInt8]

    init(key: [UInt8]) {
        var block = key.count > SHA256.blockLength ? SHA256.hash(key) : key
        block.append(contentsOf: repeatElement(0, count: SHA256.blockLength - block.count))
        inner = block.map { $0 ^ 0x36 }
        outer = block.map { $0 ^ 0x5c }
    }
}

/// Both digests as they stand after the key's block. They are only ever copied from, which is what makes them shareable.
private final class KeySchedule: @unchecked Sendable {
    private let inner: OpaquePointer
    private let outer: OpaquePointer

    init(key: [UInt8]) {
        let pads = KeyPads(key: key)
        inner = Self.digest(after: pads.inner)
        outer = Self.digest(after: pads.outer)
    }

    deinit {
        EVP_MD_CTX_free(inner)
        EVP_MD_CTX_free(outer)
    }

    func beginInner(_ context: OpaquePointer) { Self.copy(inner, to: context) }

    func beginOuter(_ context: OpaquePointer) { Self.copy(outer, to: context) }

    private static func digest(after block: [UInt8]) -> OpaquePointer {
        guard let context = EVP_MD_CTX_new(),
            EVP_DigestInit_ex2(context, Algorithms.shared.sha256, nil) == 1
        else { unusable("a context") }
        block.withUnsafeBytes { SHA256.update(context, $0) }
        return context
    }

    private static func copy(_ state: OpaquePointer, to context: OpaquePointer) {
        guard EVP_MD_CTX_copy_ex(context, state) == 1 else { unusable("SHA-256") }
    }
}
