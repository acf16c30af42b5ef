import COpenSSL

// PKCS #8 (RFC 5958), unencrypted, in DER.
extension KeyHandle {
    /// `nil` unless the bytes are exactly one key that OpenSSL knows.
    convenience init?(pkcs8 bytes: [UInt8]) {
        let key: OpaquePointer? = bytes.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            guard let end = position.map({ $0 + bytes.count }),
                let info = d2i_PKCS8_PRIV_KEY_INFO(nil, &position, bytes.count)
            else { return nil }
            defer { PKCS8_PRIV_KEY_INFO_free(info) }
            return position == end ? EVP_PKCS82PKEY_ex(info, nil, nil) : nil
        }
        guard let key else {
            ERR_clear_error()
            return nil
        }
        self.init(adopting: key)
    }

    var pkcs8: [UInt8] {
        guard let info = EVP_PKEY2PKCS8(key) else { unusable("PKCS #8") }
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        let length = Int(i2d_PKCS8_PRIV_KEY_INFO(info, nil))
        guard length > 0 else { unusable("PKCS #8") }
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            var position = buffer.baseAddress
            guard Int(i2d_PKCS8_PRIV_KEY_INFO(info, &position)) == length else { unusable("PKCS #8") }
            count = length
        }
    }
}
