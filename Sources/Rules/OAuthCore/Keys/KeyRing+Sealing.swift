import Cryptography
import JOSE
import JSON
import OAuthModel
import Storage
import WireText

/// A ring as a store keeps it.
extension KeyRing: RegisterRecord {
    static let kind = SealedKind.register(.ownKeys)

    var json: JSONObject { JSONObject(["keys": .array(keys.map { .object($0.json) })]) }

    init?(json: JSONValue) {
        guard let values = json["keys"]?.array else { return nil }
        let keys = values.compactMap { OwnKey(json: $0) }
        guard keys.count == values.count, keys.contains(where: { $0.algorithm == KeyRing.algorithms[0] })
        else { return nil }
        self.init(keys: keys)
    }
}

extension OwnKey {
    fileprivate var json: JSONObject {
        JSONObject([
            "alg": .string(algorithm.rawValue), "pkcs8": .string(Base64URL.encode(key.key.pkcs8)),
            "created_at": .integer(createdAt.milliseconds), "signs_from": .integer(signsFrom.milliseconds),
            "published_until": publishedUntil.map { .integer($0.milliseconds) },
        ])
    }

    fileprivate init?(json: JSONValue) {
        guard let algorithm = json["alg"]?.string.flatMap({ SignatureAlgorithm($0) }),
            let bytes = json["pkcs8"]?.string.flatMap({ Base64URL.decode($0.utf8) }),
            let privateKey = try? PrivateKey(pkcs8: bytes),
            let key = SigningKey(privateKey, for: algorithm),
            let createdAt = json["created_at"]?.integer, let signsFrom = json["signs_from"]?.integer
        else { return nil }
        self.init(
            key: key, createdAt: Timestamp(milliseconds: createdAt),
            signsFrom: Timestamp(milliseconds: signsFrom),
            publishedUntil: json["published_until"]?.integer.map { Timestamp(milliseconds: $0) })
    }
}
