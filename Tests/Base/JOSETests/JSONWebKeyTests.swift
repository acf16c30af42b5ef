import Cryptography
import JOSE
import JSON
import Testing
import WireText

@Suite("JSON Web Keys")
struct JSONWebKeyTests {
    private static let keys = SignatureAlgorithm.allCases.map { SigningKey.generate($0).publicKey }

    @Test("a key comes back as it was written, with the thumbprint that it had", arguments: keys)
    func roundTrip(_ key: JSONWebKey) throws {
        let read = try JSONWebKey(
            try #require(try JSONValue.parse(JSONValue.object(key.json).serialized()).object))
        #expect(read == key)
        #expect(read.key.thumbprint == key.key.thumbprint)
        #expect(key.id == WireText(key.key.thumbprint))
        #expect(key.json["kty"] != nil && key.json["use"] == "sig" && key.json.secretMember == nil)
    }

    @Test("members that mean nothing here change nothing (RFC 7517 §4)", arguments: keys)
    func unknownMembers(_ key: JSONWebKey) throws {
        let more = key.json.with(["x5c": ["MII"], "ext": true, "iat": 1, "key_ops": ["verify"]])
        #expect(try JSONWebKey(more) == key)
    }

    @Test("an algorithm that is none of the key's is a contradiction", arguments: keys)
    func otherAlgorithm(_ key: JSONWebKey) {
        for algorithm in SignatureAlgorithm.allCases where !algorithm.belongs(to: key.key) {
            #expect(flaw(key.json.with(["alg": .string(algorithm.rawValue)])) == .member("alg"))
            #expect(JSONWebKey(key.key, algorithm: algorithm) == nil)
            #expect(!key.verifies(algorithm))
        }
        #expect(flaw(key.json.with(["alg": "RSA-OAEP"])) == .notUsed("alg"))
        #expect(flaw(key.json.with(["alg": "es256"])) == .notUsed("alg"))
        #expect(flaw(key.json.with(["alg": "none"])) == .notUsed("alg"))
        #expect(flaw(key.json.with(["alg": "HS256"])) == .notUsed("alg"))
        #expect(flaw(key.json.with(["alg": 1])) == .member("alg"))
    }

    @Test("a key for something else is not used", arguments: keys)
    func otherUse(_ key: JSONWebKey) {
        #expect(flaw(key.json.with(["use": "enc"])) == .notUsed("use"))
        #expect(flaw(key.json.with(["key_ops": ["encrypt"]])) == .notUsed("key_ops"))
        #expect(flaw(key.json.with(["key_ops": []])) == .notUsed("key_ops"))
        #expect(flaw(key.json.with(["key_ops": "verify"])) == .member("key_ops"))
        #expect(flaw(key.json.with(["key_ops": ["verify", "verify"]])) == .member("key_ops"))
        #expect(flaw(key.json.with(["key_ops": ["verify", "encrypt"]])) == .member("key_ops"))
        #expect(flaw(key.json.with(["use": nil, "key_ops": ["verify", "encrypt"]])) == nil)
    }

    @Test(
        "whoever sends a private or symmetric key has given it away, whatever else is wrong with it",
        arguments: keys)
    func secrets(_ key: JSONWebKey) {
        for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"] {
            #expect(flaw(key.json.with([name: "AQAB"])) == .secret(WireText(name)))
            #expect(flaw(key.json.with(["kty": "tomorrow", name: ["AQAB"]])) == .secret(WireText(name)))
        }
        #expect(flaw(key.json.with(["kty": "oct"])) == .secret("kty"))
    }

    @Test("numbers have one spelling: base64url without padding, in full length and without zeros in front")
    func spelling() throws {
        let ec = try #require(Self.keys.first { $0.algorithm == .es256 }).json
        let rsa = try #require(Self.keys.first { $0.algorithm == .rs256 }).json
        let edwards = try #require(Self.keys.first { $0.algorithm == .edDSA }).json
        for (key, name) in [(ec, "x"), (ec, "y"), (rsa, "n"), (rsa, "e"), (edwards, "x")] {
            let text = try #require(key[name]?.string?.ascii)
            for spelling in [text + "=", " " + text, text + "\n", text + "A", ""] {
                #expect(flaw(key.with([name: .string(spelling)])) != nil, "\(name) \(spelling)")
            }
            let bytes = try #require(Base64URL.decode(text))
            #expect(flaw(key.with([name: .string(Base64URL.encode([0] + bytes))])) != nil)
            #expect(flaw(key.with([name: nil])) == .member(name))
            #expect(flaw(key.with([name: .array([])])) == .member(name))
            #expect(flaw(key.with([name: .null])) == .member(name))
        }
        // The last digit of 32 bytes has two bits to spare.
        #expect(
            try key(#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#).id
                == nil)
        #expect(throws: JSONWebKeyFlaw.member("x")) {
            try key(#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp"}"#)
        }
    }

    @Test("a point that is not on its curve, and numbers of another curve, are no key")
    func points() throws {
        let ec = try #require(Self.keys.first { $0.algorithm == .es256 }).json
        let other = try #require(Self.keys.first { $0.algorithm == .es384 }).json
        #expect(flaw(ec.with(["y": ec["x"]])) == .numbers(.notOnCurve))
        #expect(flaw(ec.with(["crv": "P-384", "alg": nil])) == .numbers(.notOnCurve))
        #expect(flaw(ec.with(["x": other["x"]])) == .numbers(.notOnCurve))
        #expect(flaw(ec.with(["crv": "P-521"])) == .notUsed("crv"))
        #expect(flaw(ec.with(["crv": "secp256k1"])) == .notUsed("crv"))
        #expect(flaw(ec.with(["crv": nil])) == .member("crv"))
        #expect(flaw(ec.with(["kty": "AKP"])) == .notUsed("kty"))
        #expect(flaw(ec.with(["kty": nil])) == .member("kty"))
        #expect(flaw(ec.with(["kid": ""])) == .member("kid"))
        #expect(flaw(ec.with(["kid": 7])) == .member("kid"))
    }

    @Test("Ed25519 is another name of EdDSA (RFC 9864)")
    func edDSAName() throws {
        let edwards = try #require(Self.keys.first { $0.algorithm == .edDSA })
        #expect(try JSONWebKey(edwards.json.with(["alg": "Ed25519"])) == edwards)
    }
}
