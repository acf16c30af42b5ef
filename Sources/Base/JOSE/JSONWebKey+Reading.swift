import Cryptography
package import JSON
package import WireText

// Read strictly: what two readers could take for two keys is none. Members of no meaning here are ignored (RFC 7517 §4), and so
// are certificates: a key is trusted for where it was found.
extension JSONWebKey {
    package init(_ object: JSONObject) throws(JSONWebKeyFlaw) {
        if let member = object.secretMember { throw .secret(member) }
        let key = try PublicKey(object)
        try object.checkUse()
        algorithm = try object.algorithm(of: key)
        id = try object.text("kid")
        guard id?.isEmpty != true else { throw .member("kid") }
        self.key = key
    }
}

extension PublicKey {
    fileprivate init(_ object: JSONObject) throws(JSONWebKeyFlaw) {
        guard let type = try object.text("kty") else { throw .member("kty") }
        switch type.ascii {
        case "EC": self = .ec(try ECPublicKey(object))
        case "RSA": self = .rsa(try RSAPublicKey(object))
        case "OKP": self = .ed25519(try Ed25519PublicKey(object))
        default: throw .notUsed("kty")
        }
    }
}

extension JSONObject {
    /// Members of private and symmetric keys (RFC 7518 §6.2.2, §6.3.2, §6.4.1; `priv` is that of the type AKP).
    private static let secretMembers: Set<WireText> = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"]

    /// What gives a key away that is not public: the member's name, or `kty` of a symmetric one.
    package var secretMember: WireText? {
        members.first { name, value in
            value != .null && (Self.secretMembers.contains(name) || name.equals("kty") && value == "oct")
        }?.name
    }

    /// `nil` where the member is absent.
    func text(_ name: String) throws(JSONWebKeyFlaw) -> WireText? {
        guard let value = self[name] else { return nil }
        guard let text = value.string else { throw .member(name) }
        return text
    }

    /// Bytes in base64url, in the one way that they are written.
    func bytes(_ name: String) throws(JSONWebKeyFlaw) -> [UInt8] {
        guard let bytes = try text(name).flatMap({ Base64URL.decode($0.utf8) }), !bytes.isEmpty else {
            throw .member(name)
        }
        return bytes
    }

    /// `use` and `key_ops` (RFC 7517 §4.2, §4.3): to verify, and where both say something, the same.
    fileprivate func checkUse() throws(JSONWebKeyFlaw) {
        let use = try text("use")
        guard use?.equals("sig") ?? true else { throw .notUsed("use") }
        guard let value = self["key_ops"] else { return }
        guard let operations = value.strings, Set(operations).count == operations.count else {
            throw .member("key_ops")
        }
        guard operations.contains("verify") else { throw .notUsed("key_ops") }
        guard use == nil || operations.allSatisfy({ $0.equals("verify") || $0.equals("sign") }) else {
            throw .member("key_ops")
        }
    }

    fileprivate func algorithm(of key: PublicKey) throws(JSONWebKeyFlaw) -> SignatureAlgorithm? {
        guard let name = try text("alg") else { return nil }
        guard let algorithm = SignatureAlgorithm(name) else { throw .notUsed("alg") }
        guard algorithm.belongs(to: key) else { throw .member("alg") }
        return algorithm
    }
}
