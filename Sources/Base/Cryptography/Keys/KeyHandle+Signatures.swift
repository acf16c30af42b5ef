import COpenSSL

/// How a family signs: the digest, where it does not bring its own, and what is set beside it.
struct SignatureScheme: Sendable {
    let digest: String?
    var configure: @Sendable (OpaquePointer) -> Bool = { _ in true }
}

// A context is made for each signature: that is a hundredth of what it costs to sign, and keeps no key alive in an idle thread.
extension KeyHandle {
    func sign(_ message: [UInt8], _ scheme: SignatureScheme) throws(CryptographyError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { unusable("a context") }
        defer { EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?
        var length = Int(EVP_PKEY_get_size(key))
        guard
            EVP_DigestSignInit_ex(context, &parameters, scheme.digest, nil, nil, key, nil) == 1,
            let parameters, scheme.configure(parameters)
        else { throw forgettingErrors(.refused) }
        var done = false
        let signature = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            done = EVP_DigestSign(context, buffer.baseAddress, &length, message, message.count) == 1
            count = done ? length : 0
        }
        guard done else { throw forgettingErrors(.refused) }
        return signature
    }

    func verify(_ signature: [UInt8], of message: [UInt8], _ scheme: SignatureScheme) -> Bool {
        guard let context = EVP_MD_CTX_new() else { unusable("a context") }
        defer { EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?
        guard
            EVP_DigestVerifyInit_ex(context, &parameters, scheme.digest, nil, nil, key, nil) == 1,
            let parameters, scheme.configure(parameters)
        else { return forgettingErrors(false) }
        return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
            || forgettingErrors(false)
    }
}
