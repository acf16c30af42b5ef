import Foundation
import JOSE
import JSON
import Support
import Testing
import WireText

/// A library of others makes and checks the same (joserfc).
@Suite("Beside joserfc")
struct JoserfcTests {
    @Test("each verifies what the other signs, and both give a key the same thumbprint")
    func bothWays() async throws {
        let folder = try TemporaryFolder()
        let python = try await PythonEnvironment("jose", in: folder.url)
        let signers = SignatureAlgorithm.allCases.map(SigningKey.generate)
        let ours = try signers.map { signer in
            JSONValue.object(
                JSONObject([
                    "key": .object(signer.publicKey.json), "alg": .string(signer.algorithm.rawValue),
                    "text": .string(try signer.sign(Array("of \(signer.algorithm)".utf8))),
                ]))
        }
        try folder.write(String(decoding: JSONValue.array(ours).serialized(), as: UTF8.self), to: "ours")
        let result = try await python.run("jose.py", [folder.path + "/ours"], in: folder.url, seconds: 120)
        guard result.exit == .status(0) else { throw TestFailure(result.output) }
        let answer = try JSONValue.parse(Array(result.output.utf8))

        let checked = try #require(answer["checked"]?.array)
        #expect(checked.count == signers.count)
        for (signer, line) in zip(signers, checked) {
            #expect(line["payload"] == .string("of \(signer.algorithm)"))
            #expect(line["thumbprint"] == .string(signer.id))
            #expect(line["edited"] == "refused")
        }

        let made = try #require(answer["made"]?.array)
        #expect(made.count == signers.count)
        for line in made {
            let key = try JSONWebKey(try #require(line["key"]?.object))
            let signature = try JSONWebSignature(try #require(line["text"]?.string))
            #expect(signature.isSigned(by: key))
            #expect(line["thumbprint"] == .string(key.key.thumbprint))
            #expect(String(decoding: signature.payload, as: UTF8.self) == "of joserfc")
            #expect(signers.allSatisfy { !signature.isSigned(by: $0.publicKey) })
        }
    }
}
