import COpenSSL

/// The curves of ECDSA here (FIPS 186-4 §D.1.2), each with the digest of its strength.
package enum EllipticCurve: Sendable, CaseIterable {
    case p256
    case p384

    /// How long a coordinate is, and each half of a signature.
    package var coordinateLength: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        }
    }

    /// What OpenSSL calls it.
    var group: StaticString {
        switch self {
        case .p256: "prime256v1"
        case .p384: "secp384r1"
        }
    }

    init?(group: String) {
        guard let curve = Self.allCases.first(where: { "\($0.group)" == group }) else { return nil }
        self = curve
    }

    func digest(of message: [UInt8]) -> [UInt8] {
        switch self {
        case .p256: SHA256.hash(message)
        case .p384: Self.sha384(message)
        }
    }

    /// The signature costs a thousand times this.
    private static func sha384(_ message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 48)
        var length = digest.count
        guard EVP_Q_digest(nil, "SHA384", nil, message, message.count, &digest, &length) == 1 else {
            unusable("SHA-384")
        }
        return digest
    }

    var scheme: SignatureScheme {
        switch self {
        case .p256: SignatureScheme(digest: "SHA256")
        case .p384: SignatureScheme(digest: "SHA384")
        }
    }
}
