import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    package static let digestLength = 32
    static let blockLength = 64

    /// 32 bytes.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// 32 bytes.
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let context = ThreadContext.current.digest
        restart(context)
        update(context, bytes)
        return finish(context)
    }

    static func restart(_ context: OpaquePointer) {
        guard EVP_DigestInit_ex2(context, nil, nil) == 1 else { unusable("SHA-256") }
    }

    static func update(_ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { unusable("SHA-256") }
    }

    static func finish(_ context: OpaquePointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: digestLength) { buffer, count in
            guard EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1 else { unusable("SHA-256") }
            count = digestLength
        }
    }

    /// A digest on the stack, for one that is only fed into the next.
    struct Digest {
        private let bytes: InlineArray<32, UInt8>

        init(finishing context: OpaquePointer) {
            var bytes = InlineArray<32, UInt8>(repeating: 0)
            withUnsafeMutableBytes(of: &bytes) { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                guard EVP_DigestFinal_ex(context, start, nil) == 1 else { unusable("SHA-256") }
            }
            self.bytes = bytes
        }

        func update(_ context: OpaquePointer) {
            withUnsafeBytes(of: bytes) { SHA256.update(context, $0) }
        }
    }
}
