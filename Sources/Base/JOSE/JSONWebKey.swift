package import Cryptography
package import JSON
package import WireText

/// A public key that verifies signatures, in JSON (RFC 7517).
package struct JSONWebKey: Sendable, Hashable {
    package let key: PublicKey
    /// `kid`.
    package let id: WireText?
    /// `alg`; without it any that belongs to the key.
    package let algorithm: SignatureAlgorithm?

    /// `nil` when the algorithm is none of the key's.
    package init?(_ key: PublicKey, id: WireText? = nil, algorithm: SignatureAlgorithm? = nil) {
        guard algorithm?.belongs(to: key) ?? true else { return nil }
        self.key = key
        self.id = id
        self.algorithm = algorithm
    }

    /// The algorithm of such a key is one of its own.
    init(of key: SigningKey) {
        self.key = key.key.publicKey
        id = WireText(key.id)
        algorithm = key.algorithm
    }

    /// Whether it says that such signatures are made with it.
    package func verifies(_ algorithm: SignatureAlgorithm) -> Bool {
        algorithm.belongs(to: key) && (self.algorithm ?? algorithm) == algorithm
    }

    /// As it stands in a set of ours.
    package var json: JSONObject {
        var object = key.members
        object["use"] = "sig"
        object["alg"] = algorithm.map { .string($0.rawValue) }
        object["kid"] = id.map { .string($0) }
        return object
    }
}

extension PublicKey {
    /// The digest of what makes the key what it is (RFC 7638), the same however it was written.
    package var thumbprint: String {
        Base64URL.encode(SHA256.hash(JSONValue.object(members).serialized()))
    }

    /// `kty` and the numbers, in alphabetic order (RFC 7638 §3.2).
    var members: JSONObject {
        switch self {
        case .ec(let key): key.members
        case .rsa(let key): key.members
        case .ed25519(let key): key.members
        }
    }
}
