import JOSE
import JSON
import Testing
import WireText

@Suite("Sets of JSON Web Keys")
struct JSONWebKeySetTests {
    private static let keys = (0..<6).map { _ in SigningKey.generate(.es256) }

    private func set(_ members: [JSONValue]) throws -> JSONWebKeySet {
        try JSONWebKeySet(JSONObject(["keys": .array(members)]))
    }

    private func flaw(_ text: String) -> JSONWebKeySetFlaw? {
        do {
            _ = try JSONWebKeySet(parsing: Array(text.utf8))
            return nil
        } catch { return error }
    }

    private func member(_ index: Int) -> JSONObject { Self.keys[index].publicKey.json }

    @Test("keys that are not used here are passed over, in their number too")
    func passedOver() throws {
        let sound = member(0)
        let others: [JSONObject] = [
            sound.with(["kty": "AKP"]), sound.with(["crv": "P-521"]), sound.with(["use": "enc"]),
            sound.with(["alg": "ES256K"]), sound.with(["key_ops": ["deriveBits"]]),
            JSONObject(["kty": "RSA", "n": "AQAB", "e": "AQAB"]),
            JSONObject(["kty": "OKP", "crv": "X25519", "x": "AA"]),
        ]
        let set = try set(others.map(JSONValue.object) + [.object(sound)])
        #expect(set.keys == [Self.keys[0].publicKey])
        #expect(try self.set([]).keys.isEmpty)
        #expect(throws: JSONWebKeySetFlaw.noneUsed) {
            try JSONWebKeySet(usable: JSONObject(["keys": .array(others.map(JSONValue.object))]))
        }
    }

    @Test("one that is broken or not public spoils the set")
    func spoilt() {
        let sound = JSONValue.object(member(0))
        for (broken, flaw): (JSONValue, JSONWebKeySetFlaw) in [
            (.object(member(1).with(["d": "AQAB"])), .key(1, .secret("d"))),
            (.object(JSONObject(["kty": "oct", "k": "AQAB"])), .key(1, .secret("kty"))),
            (.object(member(1).with(["x": "AQ="])), .key(1, .member("x"))), ("key", .key(1, .notAnObject)),
        ] {
            #expect(throws: flaw) { try set([sound, broken]) }
        }
    }

    @Test("a set has 32 keys and 64 KiB at most, and no name twice in any object")
    func bounds() throws {
        let member = JSONValue.object(member(0))
        #expect(try set(Array(repeating: member, count: 32)).keys.count == 32)
        #expect(throws: JSONWebKeySetFlaw.tooMany(33)) { try set(Array(repeating: member, count: 33)) }
        let empty = #"{"keys":[]}"#
        #expect(flaw(empty + String(repeating: " ", count: 64 * 1024 - empty.count)) == nil)
        #expect(flaw(empty + String(repeating: " ", count: 64 * 1024 - empty.count + 1)) == .tooLarge)
        #expect(flaw(#"{"keys":[],"keys":[]}"#) == .notJSON(.duplicateMember))
        #expect(flaw(#"{"keys":[{"kty":"EC","kty":"RSA"}]}"#) == .notJSON(.duplicateMember))
        #expect(flaw(#"{"keys":[{"x":[[[[[[[[1]]]]]]]]}]}"#) == .notJSON(.depth))
        #expect(flaw("[]") == .noKeys)
        #expect(flaw("{}") == .noKeys)
        #expect(flaw(#"{"keys":{}}"#) == .noKeys)
        #expect(flaw("") == .notJSON(.syntax))
    }

    @Test("by its kid a key is found alone; without one, four of the fitting kind are tried")
    func chosen() throws {
        let rsa = SigningKey.generate(.rs256)
        let set = try set([.object(rsa.publicKey.json)] + (0..<6).map { .object(member($0)) })
        let id = WireText(Self.keys[5].id)
        #expect(Array(set.keys(for: .es256, id: id)) == [Self.keys[5].publicKey])
        #expect(set.keys(for: .rs256, id: id).isEmpty)
        #expect(set.keys(for: .es256, id: "unknown").isEmpty)
        #expect(Array(set.keys(for: .es256, id: nil)) == Self.keys[..<4].map(\.publicKey))
        #expect(Array(set.keys(for: .rs256, id: nil)) == [rsa.publicKey])
        #expect(set.keys(for: .ps256, id: nil).isEmpty)
        #expect(set.contains(id) && !set.contains("unknown"))
        #expect(try JSONWebKeySet(parsing: JSONValue.object(set.json).serialized()) == set)
    }
}
