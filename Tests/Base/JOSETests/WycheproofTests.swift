import Foundation
import JOSE
import JSON
import Support
import Testing
import WireText

/// The sets of C2SP/wycheproof for JWS and JWK (testvectors_v1). They are read where they lie and are no part of this repository.
@Suite("Wycheproof", .enabled(if: Wycheproof.folder != nil, "\(Wycheproof.missing)"))
struct WycheproofTests {
    @Test(
        "takes what is valid and signed in a way that is taken here, and nothing else",
        arguments: [
            ("json_web_signature_test.json", 16), ("json_web_crypto_test.json", 2),
            ("json_web_key_test.json", 1),
        ])
    func sets(_ file: String, valid: Int) throws {
        var (taken, refused) = (0, 0)
        for group in try Wycheproof.groups(file) {
            for test in group["tests"]?.array ?? [] {
                guard let text = test["jws"] else { continue }
                let name: Comment =
                    "\(group["comment"]?.string?.shown ?? ""), test \(test["tcId"]?.integer ?? 0)"
                let isTaken = Wycheproof.takes(text, by: group["public"] ?? group["private"])
                if isTaken {
                    taken += 1
                    #expect(test["result"] == "valid", name)
                } else {
                    refused += 1
                    #expect(test["result"] == "invalid" || Wycheproof.isBeyond(text, group), name)
                }
            }
        }
        #expect(refused > 10)
        #expect(taken >= valid)
    }
}

private enum Wycheproof {
    /// `TEST_VECTORS`, or the shelf beside the repository.
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["TEST_VECTORS"].map { URL(fileURLWithPath: $0) }
        let place =
            named ?? Installation.package.deletingLastPathComponent().appendingPathComponent("shared/vectors")
        return FileManager.default.fileExists(atPath: place.path) ? place : nil
    }()

    static let missing =
        "left out: there are no vectors in the folder that TEST_VECTORS names, or in ../shared/vectors"

    static func groups(_ file: String) throws -> [JSONValue] {
        guard let folder else { return [] }
        let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(file)))
        return try JSONValue.parse(bytes)["testGroups"]?.array ?? []
    }

    static func takes(_ text: JSONValue, by keys: JSONValue?) -> Bool {
        guard let keys = keys?.object, let text = text.string, let signature = try? JSONWebSignature(text)
        else {
            return false
        }
        if keys["keys"] != nil {
            guard let set = try? JSONWebKeySet(keys) else { return false }
            return set.keys(for: signature.algorithm, id: signature.keyID).contains {
                signature.isSigned(by: $0)
            }
        }
        guard let key = try? JSONWebKey(keys) else { return false }
        return signature.isSigned(by: key)
    }

    /// It is valid, and signed in a way that is not taken here: by a MAC, by other algorithms, or not compact.
    static func isBeyond(_ text: JSONValue, _ group: JSONValue) -> Bool {
        let parts = text.string?.split(separator: UInt8(ascii: ".")) ?? []
        guard let header = parts.first.flatMap({ Base64URL.decode($0.utf8) }),
            let name = (try? JSONValue.parse(header))?["alg"]?.string
        else { return true }
        let key = group["public"]
        let said = key?["alg"]?.string ?? name
        return SignatureAlgorithm(name) == nil || SignatureAlgorithm(said) == nil || key == nil
    }
}
