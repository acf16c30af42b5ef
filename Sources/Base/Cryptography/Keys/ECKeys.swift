import COpenSSL

/// A point on a curve, which verifies signatures of ECDSA: with SHA-256 on P-256, with SHA-384 on P-384.
package struct ECPublicKey: Sendable {
    package let curve: EllipticCurve
    package let x: [UInt8]
    package let y: [UInt8]
    private let handle: KeyHandle

    /// Throws `.notOnCurve` unless both coordinates have the curve's length and are those of a point of it.
    package init(curve: EllipticCurve, x: [UInt8], y: [UInt8]) throws(KeyFlaw) {
        guard x.count == curve.coordinateLength, y.count == curve.coordinateLength else { throw .notOnCurve }
        let point = [0x04] + x + y
        let handle = point.withUnsafeBufferPointer { point in
            KeyHandle.described(as: "EC") { builder in
                OSSL_PARAM_BLD_push_utf8_string(
                    builder, KeyParameter.group.pointer, curve.group.pointer, 0) == 1
                    && OSSL_PARAM_BLD_push_octet_string(
                        builder, KeyParameter.point.pointer, point.baseAddress, point.count) == 1
            }
        }
        guard let handle, handle.hasPointOnCurve else { throw .notOnCurve }
        self.curve = curve
        self.x = x
        self.y = y
        self.handle = handle
    }

    /// The signature is both numbers, r and s, one after the other, each as long as a coordinate (IEEE P1363); no other form is taken.
    package func verify(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let encoded = ECDSASignature.encode(signature, length: curve.coordinateLength) else {
            return false
        }
        return handle.verify(encoded, of: message, curve.scheme)
    }
}

extension ECPublicKey: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.curve == right.curve && left.x == right.x && left.y == right.y
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(curve)
        hasher.combine(x)
        hasher.combine(y)
    }
}

package struct ECPrivateKey: Sendable {
    package let publicKey: ECPublicKey
    private let handle: KeyHandle
    private let contexts: SigningContexts

    package static func generate(_ curve: EllipticCurve) -> ECPrivateKey {
        let handle = KeyHandle.generated("EC") { EVP_PKEY_CTX_set_group_name($0, curve.group.pointer) }
        guard let made = try? ECPrivateKey(handle) else { unusable("curve \(curve.group)") }
        return made
    }

    init(_ handle: KeyHandle) throws(KeyFlaw) {
        guard let curve = handle.curve else { throw .notPKCS8 }
        publicKey = try ECPublicKey(
            curve: curve,
            x: handle.number(OSSL_PKEY_PARAM_EC_PUB_X, length: curve.coordinateLength),
            y: handle.number(OSSL_PKEY_PARAM_EC_PUB_Y, length: curve.coordinateLength))
        self.handle = handle
        contexts = SigningContexts(handle)
    }

    package var pkcs8: [UInt8] { handle.pkcs8 }

    /// r and s, each as long as a coordinate.
    package func sign(_ message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        let encoded = try contexts.sign(publicKey.curve.digest(of: message))
        return try ECDSASignature.decode(encoded, length: publicKey.curve.coordinateLength)
    }
}

extension KeyHandle {
    fileprivate var hasPointOnCurve: Bool {
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return false }
        defer { EVP_PKEY_CTX_free(context) }
        return EVP_PKEY_public_check_quick(context) == 1 || forgettingErrors(false)
    }

    fileprivate var curve: EllipticCurve? {
        var name = [CChar](repeating: 0, count: 80)
        var length = 0
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1 else {
            return forgettingErrors(nil)
        }
        return EllipticCurve(
            group: String(decoding: name.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
