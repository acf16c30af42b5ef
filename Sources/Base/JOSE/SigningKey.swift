package import Cryptography
package import JSON
import WireText

/// A private key with the algorithm that it is used for, and no other (RFC 8725 §3.1).
package struct SigningKey: Sendable {
    package let algorithm: SignatureAlgorithm
    /// `kid`: the thumbprint, so that a key is called the same wherever it is.
    package let id: String
    package let key: PrivateKey
    /// What a token begins with, which costs as much to write as a tenth of its signature.
    private let tokenHead: [UInt8]

    /// `nil` when the algorithm is none of the key's.
    package init?(_ key: PrivateKey, for algorithm: SignatureAlgorithm) {
        guard algorithm.belongs(to: key.publicKey) else { return nil }
        self.init(algorithm, key)
    }

    private init(_ algorithm: SignatureAlgorithm, _ key: PrivateKey) {
        self.algorithm = algorithm
        self.key = key
        id = key.publicKey.thumbprint
        tokenHead = Self.head(algorithm, id, type: Self.tokenType)
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
        let head = type == Self.tokenType ? tokenHead : Self.head(algorithm, id, type: type)
        var text = head + Base64URL.encodedBytes(payload)
        let signature = try algorithm.sign(text, with: key)
        text.append(UInt8(ascii: "."))
        text.append(contentsOf: Base64URL.encodedBytes(signature))
        return String(decoding: text, as: UTF8.self)
    }

    private static let tokenType = "JWT"

    private static func head(_ algorithm: SignatureAlgorithm, _ id: String, type: String?) -> [UInt8] {
        let header = JSONObject([
            "alg": .string(algorithm.rawValue), "kid": .string(id), "typ": type.map { .string($0) },
        ])
        return Base64URL.encodedBytes(JSONValue.object(header).serialized()) + [UInt8(ascii: ".")]
    }

    /// A JSON Web Token of these claims.
    package func sign(_ claims: JSONObject, type: String? = "JWT") throws(CryptographyError) -> String {
        try sign(JSONValue.object(claims).serialized(), type: type)
    }
}
