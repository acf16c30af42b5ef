import COpenSSL

/// The two numbers of a signature, between the form of JOSE (RFC 7518 §3.4), both in full length one after the other, and the
/// DER that OpenSSL works with.
enum ECDSASignature {
    /// `nil` unless both numbers have this length.
    static func encode(_ signature: [UInt8], length: Int) -> [UInt8]? {
        guard signature.count == 2 * length, let pair = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(pair) }
        let isSet = signature.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress, let r = BN_bin2bn(start, Int32(length), nil),
                let s = BN_bin2bn(start + length, Int32(length), nil)
            else { return false }
            return ECDSA_SIG_set0(pair, r, s) == 1
        }
        let size = Int(i2d_ECDSA_SIG(pair, nil))
        guard isSet, size > 0 else { return nil }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var position = buffer.baseAddress
            count = max(0, Int(i2d_ECDSA_SIG(pair, &position)))
        }
    }

    static func decode(_ encoded: [UInt8], length: Int) throws(CryptographyError) -> [UInt8] {
        let signature: [UInt8]? = encoded.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            guard let pair = d2i_ECDSA_SIG(nil, &position, bytes.count) else { return nil }
            defer { ECDSA_SIG_free(pair) }
            guard let r = ECDSA_SIG_get0_r(pair), let s = ECDSA_SIG_get0_s(pair) else { return nil }
            return [UInt8](bigNumber: r, length: length) + [UInt8](bigNumber: s, length: length)
        }
        guard let signature else { throw .refused }
        return signature
    }
}
