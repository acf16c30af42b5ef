import COpenSSL

/// A key that verifies, of one of the families that are used here.
package enum PublicKey: Sendable, Hashable {
    case ec(ECPublicKey)
    case rsa(RSAPublicKey)
    case ed25519(Ed25519PublicKey)
}

/// A key that signs.
package enum PrivateKey: Sendable {
    case ec(ECPrivateKey)
    case rsa(RSAPrivateKey)
    case ed25519(Ed25519PrivateKey)

    /// Of PKCS #8 in DER, unencrypted. The numbers of a private key are believed: it is read from where only this program writes.
    package init(pkcs8 bytes: [UInt8]) throws(KeyFlaw) {
        guard let handle = KeyHandle(pkcs8: bytes) else { throw .notPKCS8 }
        switch EVP_PKEY_get_base_id(handle.key) {
        case EVP_PKEY_EC: self = .ec(try ECPrivateKey(handle))
        case EVP_PKEY_RSA: self = .rsa(try RSAPrivateKey(handle))
        case EVP_PKEY_ED25519: self = .ed25519(try Ed25519PrivateKey(handle))
        default: throw .notPKCS8
        }
    }

    package var pkcs8: [UInt8] {
        switch self {
        case .ec(let key): key.pkcs8
        case .rsa(let key): key.pkcs8
        case .ed25519(let key): key.pkcs8
        }
    }

    package var publicKey: PublicKey {
        switch self {
        case .ec(let key): .ec(key.publicKey)
        case .rsa(let key): .rsa(key.publicKey)
        case .ed25519(let key): .ed25519(key.publicKey)
        }
    }
}
