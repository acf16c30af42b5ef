package import Cryptography
package import JSON
import WireText

/// A private key with the algorithm that it is used for, and no other (RFC 8725 §3.1).
package struct SigningKey: Sendable {
    package let algorithm: SignatureAlgorithm
    /// `kid`: the thumbprint, so that a key is called the same wherever it is.
    package let id: String
    package let key: PrivateKey

    /// `nil` when the algorithm is none of the key's.
    package init?(_ key: PrivateKey, for algorithm: SignatureAlgorithm) {
        let publicKey = key.publicKey
        guard algorithm.belongs(to: publicKey) else { return nil }
        self.algorithm = algorithm
        self.key = key
        id = publicKey.thumbprint
    }

    private init(_ algorithm: SignatureAlgorithm, _ key: PrivateKey) {
        self.algorithm = algorithm
        self.key = key
        id = key.publicKey.thumbprint
    }

    package static func generate(_ algorithm: SignatureAlgorithm) -> SigningKey {
        switch algorithm {
        case .es256: SigningKey(algorithm, .ec(.generate(.p256)))
        case .es384: SigningKey(algorithm, .ec(.generate(.p384)))
        case .rs256, .ps256: SigningKey(algorithm, .rsa(.generate()))
        case .edDSA: SigningKey(algorithm, .ed25519(.generate()))
        }
    }

    /// What others verify with.
    package var publicKey: JSONWebKey {
        JSONWebKey(of: self)
    }

    /// Compact (RFC 7515 §7.1), with `alg`, `kid` and, where it is given, `typ` in the header.
    package func sign(_ payload: [UInt8], type: String? = nil) throws(CryptographyError) -> String {
        let header = JSONValue.object(
            JSONObject([
                "alg": .string(algorithm.rawValue), "kid": .string(id), "typ": type.map { .string($0) },
            ]))
        let signed = Base64URL.encode(header.serialized()) + "." + Base64URL.encode(payload)
        let signature = try algorithm.sign(Array(signed.utf8), with: key)
        return signed + "." + Base64URL.encode(signature)
    }

    /// A JSON Web Token of these claims.
    package func sign(_ claims: JSONObject, type: String? = "JWT") throws(CryptographyError) -> String {
        try sign(JSONValue.object(claims).serialized(), type: type)
    }
}
