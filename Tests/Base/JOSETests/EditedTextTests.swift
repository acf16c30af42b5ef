import JOSE
import JSON
import Support
import Testing
import WireText

/// Texts that were edited at random, a few each day, many with `SOAK=1`. A round that fails is run again by its seed.
@Suite("Edited JOSE texts")
struct EditedTextTests {
    private static let seeds = Soak.steadySeed..<Soak.steadySeed + (Soak.isOn ? 200_000 : 2_000)

    @Test(
        "no edit of a signed text is signed", arguments: [SignatureAlgorithm.es256, .rs256, .ps256, .edDSA])
    func signatures(_ algorithm: SignatureAlgorithm) throws {
        let signer = SigningKey.generate(algorithm)
        let text = Array(try signer.sign(JSONObject(["sub": "somebody", "exp": 1_800_000_000])).utf8)
        for seed in Self.seeds {
            var random = SeededRandom(seed: seed)
            let edited = Self.edited(text, &random)
            guard edited != text, let signature = try? JSONWebSignature(WireText(repairing: edited)) else {
                continue
            }
            #expect(!signature.isSigned(by: signer.publicKey), "SEED=\(seed)")
        }
    }

    @Test("an edited key is refused, or comes back as it was read", arguments: SignatureAlgorithm.allCases)
    func keys(_ algorithm: SignatureAlgorithm) throws {
        let text = JSONValue.object(SigningKey.generate(algorithm).publicKey.json).serialized()
        for seed in Self.seeds {
            var random = SeededRandom(seed: seed)
            guard let object = (try? JSONValue.parse(Self.edited(text, &random)))?.object,
                let key = try? JSONWebKey(object)
            else { continue }
            #expect(try JSONWebKey(key.json) == key, "SEED=\(seed)")
            #expect(object.secretMember == nil, "SEED=\(seed)")
        }
    }

    @Test("an edited set of keys is refused, or comes back as it was read, and within its bounds")
    func sets() throws {
        let keys = SignatureAlgorithm.allCases.map {
            JSONValue.object(SigningKey.generate($0).publicKey.json)
        }
        let text = JSONValue.object(JSONObject(["keys": .array(keys)])).serialized()
        for seed in Self.seeds {
            var random = SeededRandom(seed: seed)
            guard let set = try? JSONWebKeySet(parsing: Self.edited(text, &random)) else { continue }
            #expect(set.keys.count <= JSONWebKeySet.maximumCount, "SEED=\(seed)")
            #expect(try JSONWebKeySet(set.json) == set, "SEED=\(seed)")
        }
    }

    /// One to three bytes are changed, taken away, doubled or put in.
    private static func edited(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
            let place = Int.random(in: text.indices, using: &random)
            let byte = telling.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<6, using: &random) {
            case 0: text[place] = UInt8.random(in: 0...255, using: &random)
            case 1: text[place] = byte
            case 2: text.remove(at: place)
            case 3: text.insert(byte, at: place)
            case 4:
                let end = min(text.count, place + Int.random(in: 1...40, using: &random))
                text.insert(contentsOf: text[place..<end], at: place)
            default:
                text.removeSubrange(place..<min(text.count, place + Int.random(in: 1...40, using: &random)))
            }
        }
        return text
    }

    private static let telling = Array("{}[]\",:.=-_ AQ0a\n".utf8)
}
