import COpenSSL

/// How a digest is laid into an RSA signature (RFC 8017), with SHA-256 in each.
package enum RSAPadding: Sendable {
    /// RSASSA-PKCS1-v1_5 (§8.2).
    case pkcs1
    /// RSASSA-PSS (§8.1), the salt as long as the digest.
    case pss

    var scheme: SignatureScheme {
        switch self {
        case .pkcs1: SignatureScheme(digest: "SHA256")
        case .pss:
            SignatureScheme(digest: "SHA256") { parameters in
                EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1
                    && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, Int32(SHA256.digestLength)) == 1
            }
        }
    }
}

/// Modulus and exponent, big-endian without zeros in front.
package struct RSAPublicKey: Sendable {
    /// From what is safe to what still verifies fast: the time grows with the square of it.
    package static let modulusBits = 2048...4096

    package let modulus: [UInt8]
    package let exponent: [UInt8]
    private let handle: KeyHandle

    /// Throws unless the modulus is odd and has 2048 to 4096 bits, and the exponent is odd, from 3 to below 2³².
    package init(modulus: [UInt8], exponent: [UInt8]) throws(KeyFlaw) {
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard Self.modulusBits.contains(bits), modulus.first != 0, modulus.last.map({ $0 & 1 }) == 1 else {
            throw .modulus(bits: bits)
        }
        guard exponent.count <= 4, exponent.first != 0, exponent != [1], exponent.last.map({ $0 & 1 }) == 1
        else { throw .exponent }
        guard let n = BN_bin2bn(modulus, Int32(modulus.count), nil),
            let e = BN_bin2bn(exponent, Int32(exponent.count), nil)
        else { throw .modulus(bits: bits) }
        defer {
            BN_free(n)
            BN_free(e)
        }
        guard !WeakPrimes.made(n) else { throw .weakPrimes }
        let handle = KeyHandle.described(as: "RSA") { builder in
            OSSL_PARAM_BLD_push_BN(builder, KeyParameter.modulus.pointer, n) == 1
                && OSSL_PARAM_BLD_push_BN(builder, KeyParameter.exponent.pointer, e) == 1
        }
        guard let handle else { throw .modulus(bits: bits) }
        self.modulus = modulus
        self.exponent = exponent
        self.handle = handle
    }

    /// A signature is as long as the modulus: one with its zeros cut off is no other spelling of it.
    package func verify(_ signature: [UInt8], of message: [UInt8], _ padding: RSAPadding) -> Bool {
        signature.count == modulus.count && handle.verify(signature, of: message, padding.scheme)
    }
}

extension RSAPublicKey: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.modulus == right.modulus && left.exponent == right.exponent
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(modulus)
        hasher.combine(exponent)
    }
}

package struct RSAPrivateKey: Sendable {
    package let publicKey: RSAPublicKey
    private let handle: KeyHandle

    /// `bits` is one of ``RSAPublicKey/modulusBits``; 2048 takes a tenth of a second, 4096 some seconds.
    package static func generate(bits: Int = 2048) -> RSAPrivateKey {
        precondition(RSAPublicKey.modulusBits.contains(bits), "no RSA keys of \(bits) bits")
        let handle = KeyHandle.generated("RSA") { EVP_PKEY_CTX_set_rsa_keygen_bits($0, Int32(bits)) }
        guard let made = try? RSAPrivateKey(handle) else { unusable("RSA keys of \(bits) bits") }
        return made
    }

    init(_ handle: KeyHandle) throws(KeyFlaw) {
        publicKey = try RSAPublicKey(
            modulus: handle.number(OSSL_PKEY_PARAM_RSA_N), exponent: handle.number(OSSL_PKEY_PARAM_RSA_E))
        self.handle = handle
    }

    package var pkcs8: [UInt8] { handle.pkcs8 }

    package func sign(_ message: [UInt8], _ padding: RSAPadding) throws(CryptographyError) -> [UInt8] {
        try handle.sign(message, padding.scheme)
    }
}
