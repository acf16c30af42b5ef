import Cryptography
import JSON
import WireText

/// RFC 7518 §6.3.1.
extension RSAPublicKey {
    init(_ object: JSONObject) throws(JSONWebKeyFlaw) {
        let (modulus, exponent) = (try object.bytes("n"), try object.bytes("e"))
        do { try self.init(modulus: modulus, exponent: exponent) } catch { throw .numbers(error) }
    }

    var members: JSONObject {
        JSONObject([
            "e": .string(Base64URL.encode(exponent)), "kty": "RSA", "n": .string(Base64URL.encode(modulus)),
        ])
    }
}
