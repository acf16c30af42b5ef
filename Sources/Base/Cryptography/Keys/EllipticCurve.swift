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

    var scheme: SignatureScheme {
        switch self {
        case .p256: SignatureScheme(digest: "SHA256")
        case .p384: SignatureScheme(digest: "SHA384")
        }
    }
}
