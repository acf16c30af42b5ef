import JOSE
import JSON
import Testing
import WireText

@Suite("JSON Web Signatures")
struct JSONWebSignatureTests {
    private static let signers = SignatureAlgorithm.allCases.map(SigningKey.generate)

    @Test("what a key signs, its public part verifies, and no other key", arguments: signers)
    func roundTrip(_ signer: SigningKey) throws {
        let text = try signer.sign(JSONObject(["sub": "somebody"]))
        let signature = try JSONWebSignature(WireText(text))
        #expect(signature.algorithm == signer.algorithm)
        #expect(signature.keyID == WireText(signer.id))
        #expect(signature.header["typ"] == "JWT")
        #expect(signature.claims?["sub"] == "somebody")
        #expect(signature.isSigned(by: signer.publicKey))
        for other in Self.signers where other.id != signer.id {
            #expect(!signature.isSigned(by: other.publicKey))
        }
        #expect(!signature.isSigned(by: SigningKey.generate(signer.algorithm).publicKey))
        let plain = try JSONWebSignature(WireText(try signer.sign(Array("text".utf8))))
        #expect(plain.claims == nil && plain.header["typ"] == nil && plain.isSigned(by: signer.publicKey))
    }

    @Test("a key signs with the one algorithm that it is for (RFC 8725 §3.1)")
    func oneAlgorithm() throws {
        let rsa = try #require(Self.signers.first { $0.algorithm == .rs256 })
        let other = try #require(SigningKey(rsa.key, for: .ps256))
        let text = try other.sign(JSONObject())
        #expect(try !JSONWebSignature(WireText(text)).isSigned(by: rsa.publicKey))
        #expect(try JSONWebSignature(WireText(text)).isSigned(by: other.publicKey))
        #expect(SigningKey(rsa.key, for: .es256) == nil)
    }

    @Test("three parts, each in base64url as it is written")
    func parts() throws {
        let text = try Self.signers[0].sign(JSONObject())
        #expect(flaw(ofSignature: text) == nil)
        for broken in ["", ".", "..", "a.b", text + ".", "." + text, text.replacing(".", with: "..")] {
            #expect(flaw(ofSignature: broken) != nil, "\(broken)")
        }
        for broken in [
            text + "=", text + " ", " " + text, text + "\n", text.replacing(".", with: "=."),
        ] {
            #expect(flaw(ofSignature: broken) == .base64, "\(broken)")
        }
        #expect(flaw(ofSignature: #"{"payload":"","signatures":[]}"#) == .parts)
    }

    @Test("the header is one object, in which no name stands twice")
    func header() {
        #expect(
            flaw(ofSignature: unsigned(header: #"{"alg":"ES256","alg":"ES256"}"#))
                == .header(.duplicateMember))
        #expect(
            flaw(ofSignature: unsigned(header: #"{"alg":"ES256","a":{"b":1,"b":1}}"#))
                == .header(.duplicateMember))
        #expect(flaw(ofSignature: unsigned(header: #"{"alg":"ES256"} {}"#)) == .header(.syntax))
        #expect(flaw(ofSignature: unsigned(header: #"["ES256"]"#)) == .header(.syntax))
        #expect(flaw(ofSignature: unsigned(header: "")) == .header(.syntax))
        #expect(
            flaw(ofSignature: unsigned(header: #"{"alg":"ES256","a":[[[[[[[[1]]]]]]]]}"#)) == .header(.depth))
        #expect(flaw(ofSignature: unsigned(header: "{}")) == .algorithm(nil))
        #expect(flaw(ofSignature: unsigned(header: #"{"alg":null}"#)) == .algorithm(nil))
        #expect(flaw(ofSignature: unsigned(header: #"{"alg":["ES256"]}"#)) == .algorithm(nil))
        #expect(flaw(ofSignature: unsigned(header: #"{"alg":"ES256","kid":1}"#)) == .keyID)
    }

    @Test(
        "none and MACs are not known, in whatever spelling",
        arguments: [
            "none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "es256", "ES256 ", "RS1", "ES256K",
        ])
    func algorithms(_ name: String) {
        #expect(flaw(ofSignature: unsigned(header: #"{"alg":"\#(name)"}"#)) == .algorithm(WireText(name)))
    }

    @Test("extensions are refused, whatever they are")
    func extensions() {
        for header in [#""crit":["exp"]"#, #""crit":[]"#, #""crit":null"#, #""b64":false"#, #""b64":true"#] {
            let name = header.contains("crit") ? "crit" : "b64"
            #expect(flaw(ofSignature: unsigned(header: #"{"alg":"ES256",\#(header)}"#)) == .extended(name))
        }
    }

    @Test("a signature of ECDSA is r and s in full length: DER, zeros and halves of other lengths are none")
    func ecdsaForms() throws {
        let signer = Self.signers[0]
        let text = try signer.sign(JSONObject())
        let dot = try #require(text.lastIndex(of: "."))
        let raw = try #require(Base64URL.decode(text[text.index(after: dot)...]))
        let (r, s) = (Array(raw.prefix(32)), Array(raw.suffix(32)))
        let zeros = [UInt8](repeating: 0, count: 32)
        let der: [[UInt8]] = [[0x30, 70, 2, 33, 0], r, [2, 33, 0], s]
        let others: [[[UInt8]]] = [
            der, [[0], raw], [raw, [0]], [raw.dropLast()], [], [zeros, zeros], [r, zeros], [zeros, s],
            [[0], r, [0], s], [s, r],
        ]
        for other in others.map({ Array($0.joined()) }) {
            let edited = text[...dot] + Base64URL.encode(other)
            #expect(try !JSONWebSignature(WireText(String(edited))).isSigned(by: signer.publicKey))
        }
    }

    @Test("more than 16 KiB are not looked at")
    func size() throws {
        let long = try Self.signers[0].sign([UInt8](repeating: 0x20, count: 13_000))
        #expect(flaw(ofSignature: long) == .tooLong)
        #expect(flaw(ofSignature: try Self.signers[0].sign([UInt8](repeating: 0x20, count: 11_000))) == nil)
    }

    @Test("claims are one object, in which no name stands twice")
    func claims() throws {
        for payload in [#"{"sub":"a","sub":"b"}"#, "[]", "", "{} {}", #""text""#] {
            let text = try Self.signers[0].sign(Array(payload.utf8))
            #expect(try JSONWebSignature(WireText(text)).claims == nil)
        }
    }
}
