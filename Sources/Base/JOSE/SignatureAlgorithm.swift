// JOSE (RFC 7515, 7517, 7518, 8037) with public keys alone: there is no `none` here, no MAC and no encryption to be switched on.

package import Cryptography
package import WireText

/// How something is signed (RFC 7518 §3.1, RFC 8037 §3.1). The names are those of the wire, and stand here alone.
package enum SignatureAlgorithm: String, CaseIterable, Sendable {
    case es256 = "ES256"
    case es384 = "ES384"
    case rs256 = "RS256"
    case ps256 = "PS256"
    case edDSA = "EdDSA"

    /// RFC 9864 calls EdDSA by its curve, of which there is one here.
    package init?(_ name: WireText) {
        guard let name = name.ascii else { return nil }
        self.init(rawValue: name == "Ed25519" ? Self.edDSA.rawValue : name)
    }

    /// Whether such signatures are made with such keys: the key says so, and never the text that was signed.
    package func belongs(to key: PublicKey) -> Bool {
        switch (self, key) {
        case (.es256, .ec(let key)): key.curve == .p256
        case (.es384, .ec(let key)): key.curve == .p384
        case (.rs256, .rsa), (.ps256, .rsa), (.edDSA, .ed25519): true
        case (.es256, _), (.es384, _), (.rs256, _), (.ps256, _), (.edDSA, _): false
        }
    }

    /// `false` as well where the algorithm isn't one of the key.
    package func verify(_ signature: [UInt8], of message: [UInt8], by key: PublicKey) -> Bool {
        guard belongs(to: key) else { return false }
        return switch key {
        case .ec(let key): key.verify(signature, of: message)
        case .rsa(let key): key.verify(signature, of: message, padding)
        case .ed25519(let key): key.verify(signature, of: message)
        }
    }

    /// With a key that this belongs to.
    func sign(_ message: [UInt8], with key: PrivateKey) throws(CryptographyError) -> [UInt8] {
        switch key {
        case .ec(let key): try key.sign(message)
        case .rsa(let key): try key.sign(message, padding)
        case .ed25519(let key): try key.sign(message)
        }
    }

    private var padding: RSAPadding { self == .ps256 ? .pss : .pkcs1 }
}
