import Cryptography
import JSON
import WireText

/// RFC 8037 §2.
extension Ed25519PublicKey {
    private static let curve = "Ed25519"

    init(_ object: JSONObject) throws(JSONWebKeyFlaw) {
        guard let name = try object.text("crv") else { throw .member("crv") }
        guard name.ascii == Self.curve else { throw .notUsed("crv") }
        let bytes = try object.bytes("x")
        do { try self.init(bytes: bytes) } catch { throw .numbers(error) }
    }

    var members: JSONObject {
        JSONObject(["crv": .string(Self.curve), "kty": "OKP", "x": .string(Base64URL.encode(bytes))])
    }
}
