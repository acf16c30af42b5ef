import COpenSSL

/// A point of Edwards25519 that verifies signatures of Ed25519 (RFC 8032 §5.1).
package struct Ed25519PublicKey: Sendable {
    package static let length = 32

    package let bytes: [UInt8]
    private let handle: KeyHandle

    package init(bytes: [UInt8]) throws(KeyFlaw) {
        guard bytes.count == Self.length else { throw .notOnCurve }
        try EdwardsPoint.check(bytes)
        guard let key = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, bytes, bytes.count) else {
            throw .notOnCurve
        }
        self.bytes = bytes
        handle = KeyHandle(adopting: key)
    }

    package func verify(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        handle.verify(signature, of: message, .ed25519)
    }
}

extension Ed25519PublicKey: Hashable {
    package static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

    package func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

package struct Ed25519PrivateKey: Sendable {
    package let publicKey: Ed25519PublicKey
    private let handle: KeyHandle

    package static func generate() -> Ed25519PrivateKey {
        guard let made = try? Ed25519PrivateKey(.generated("ED25519")) else { unusable("Ed25519") }
        return made
    }

    init(_ handle: KeyHandle) throws(KeyFlaw) {
        var bytes = [UInt8](repeating: 0, count: Ed25519PublicKey.length)
        var length = bytes.count
        guard EVP_PKEY_get_raw_public_key(handle.key, &bytes, &length) == 1 else { throw .notPKCS8 }
        publicKey = try Ed25519PublicKey(bytes: bytes)
        self.handle = handle
    }

    package var pkcs8: [UInt8] { handle.pkcs8 }

    package func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try handle.sign(message, .ed25519)
    }
}

extension SignatureScheme {
    fileprivate static let ed25519 = SignatureScheme(digest: nil)
}
