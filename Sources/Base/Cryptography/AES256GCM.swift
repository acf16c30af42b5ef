import COpenSSL

/// AES-256 in Galois/Counter Mode (NIST SP 800-38D) with a random nonce of 96 bits.
///
/// Random nonces are safe for 2³² texts under one key (§8.3); keys here are derived for a handful.
package struct AES256GCM: Sendable {
    package static let keyLength = 32
    package static let nonceLength = 12
    package static let tagLength = 16

    private let key: [UInt8]

    /// Throws `.keyLength` unless the key is 32 bytes.
    package init(key: [UInt8]) throws(CryptographyError) {
        guard key.count == Self.keyLength else { throw .keyLength(key.count) }
        self.key = key
    }

    /// Nonce, ciphertext, tag: 28 bytes more than the plaintext.
    ///
    /// `associatedData` is authenticated but not contained; opening needs the same.
    package func seal(
        _ plaintext: [UInt8], associatedData: [UInt8], random: RandomSource
    ) throws(CryptographyError) -> [UInt8] {
        try seal(plaintext, associatedData: associatedData, nonce: random.bytes(Self.nonceLength))
    }

    /// For the published vectors, which fix the nonce. A nonce used twice under one key gives the key stream away.
    func seal(
        _ plaintext: [UInt8], associatedData: [UInt8], nonce: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        guard plaintext.count <= Self.longest, associatedData.count <= Self.longest,
            nonce.count == Self.nonceLength
        else { throw .refused }
        let context = ThreadContext.current.cipher
        var done = false
        let sealed = [UInt8](
            unsafeUninitializedCapacity: plaintext.count + Self.nonceLength + Self.tagLength
        ) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            start.update(from: nonce, count: Self.nonceLength)
            let body = start + Self.nonceLength
            var written: Int32 = 0
            var rest: Int32 = 0
            done =
                EVP_EncryptInit_ex2(context, nil, key, nonce, nil) == 1
                && EVP_EncryptUpdate(context, nil, &rest, associatedData, Int32(associatedData.count)) == 1
                && EVP_EncryptUpdate(context, body, &written, plaintext, Int32(plaintext.count)) == 1
                && EVP_EncryptFinal_ex(context, body + Int(written), &rest) == 1
                && EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagLength), body + plaintext.count) == 1
            count = done ? buffer.count : 0
        }
        guard done else { throw .refused }
        return sealed
    }

    /// The plaintext, or `.notAuthentic`; nothing of it is handed out before the tag has been found right.
    package func open(_ sealed: [UInt8], associatedData: [UInt8]) throws(CryptographyError) -> [UInt8] {
        let length = sealed.count - Self.nonceLength - Self.tagLength
        guard length >= 0 else { throw .notAuthentic }
        guard length <= Self.longest, associatedData.count <= Self.longest else { throw .refused }
        let context = ThreadContext.current.cipher
        var authentic = false
        let plaintext = [UInt8](unsafeUninitializedCapacity: length + 1) { buffer, count in
            authentic = sealed.withUnsafeBufferPointer { sealed in
                guard let nonce = sealed.baseAddress, let body = buffer.baseAddress else { return false }
                let ciphertext = nonce + Self.nonceLength
                let tag = UnsafeMutableRawPointer(mutating: ciphertext + length)
                var written: Int32 = 0
                var rest: Int32 = 0
                return EVP_DecryptInit_ex2(context, nil, key, nonce, nil) == 1
                    && EVP_DecryptUpdate(context, nil, &rest, associatedData, Int32(associatedData.count))
                        == 1
                    && EVP_DecryptUpdate(context, body, &written, ciphertext, Int32(length)) == 1
                    && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagLength), tag) == 1
                    && EVP_DecryptFinal_ex(context, body + Int(written), &rest) == 1
            }
            count = authentic ? length : 0
        }
        guard authentic else { throw .notAuthentic }
        return plaintext
    }

    /// OpenSSL counts in `int`.
    private static let longest = Int(Int32.max) - nonceLength - tagLength
}
