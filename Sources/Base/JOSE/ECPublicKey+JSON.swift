import Cryptography
import JSON
import WireText

/// RFC 7518 §6.2.1.
extension ECPublicKey {
    init(_ object: JSONObject) throws(JSONWebKeyFlaw) {
        guard let name = try object.text("crv") else { throw .member("crv") }
        guard let curve = EllipticCurve.allCases.first(where: { name.ascii == $0.name }) else {
            throw .notUsed("crv")
        }
        let (x, y) = (try object.bytes("x"), try object.bytes("y"))
        do { try self.init(curve: curve, x: x, y: y) } catch { throw .numbers(error) }
    }

    var members: JSONObject {
        JSONObject([
            "crv": .string(curve.name), "kty": "EC", "x": .string(Base64URL.encode(x)),
            "y": .string(Base64URL.encode(y)),
        ])
    }
}

extension EllipticCurve {
    fileprivate var name: String {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        }
    }
}
