import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    package static let digestLength = 32
    static let blockLength = 64

    /// 32 bytes.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        digest(of: bytes).bytes
    }

    static func digest(of bytes: [UInt8]) -> Digest {
        let context = ThreadContext.current.digest
        restart(context)
        bytes.withUnsafeBytes { update(context, $0) }
        return Digest(finishing: context)
    }

    static func restart(_ context: OpaquePointer) {
        guard EVP_DigestInit_ex2(context, nil, nil) == 1 else { unusable("SHA-256") }
    }

    static func update(_ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else { unusable("SHA-256") }
    }

    /// A digest on the stack: most are only fed into the next.
    struct Digest {
        private let value: InlineArray<32, UInt8>

        init(finishing context: OpaquePointer) {
            var value = InlineArray<32, UInt8>(repeating: 0)
            withUnsafeMutableBytes(of: &value) { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                guard EVP_DigestFinal_ex(context, start, nil) == 1 else { unusable("SHA-256") }
            }
            self.value = value
        }

        func update(_ context: OpaquePointer) {
            withBytes { SHA256.update(context, $0) }
        }

        func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
            withUnsafeBytes(of: value) { body($0) }
        }

        var bytes: [UInt8] {
            withBytes { [UInt8]($0) }
        }

        func append(to output: inout [UInt8], atMost limit: Int) {
            withBytes { output.append(contentsOf: $0.prefix(limit)) }
        }
    }
}
