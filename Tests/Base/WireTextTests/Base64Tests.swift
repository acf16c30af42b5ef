import Cryptography
import Support
import Testing
import WireText

@Suite("base64 and base64url (RFC 4648)")
struct Base64Tests {
    static let published = [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test("encodes and decodes the published vectors, without their padding (§10)", arguments: published)
    func vectors(_ text: String, _ encoded: String) {
        #expect(Base64URL.encode(ascii(text)) == encoded)
        #expect(Base64URL.encodedBytes(ascii(text)) == ascii(encoded))
        #expect(Base64URL.decode(encoded) == ascii(text))
        #expect(Base64URL.decode(ascii(encoded)) == ascii(text))
    }

    @Test("makes the challenge of the verifier in RFC 7636, appendix B")
    func proofKey() {
        let octets: [UInt8] = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105,
            214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ]
        let verifier = Base64URL.encode(octets)
        #expect(verifier == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(
            Base64URL.encode(SHA256.hash(ascii(verifier))) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test("gives back any bytes of any length")
    func roundTrip() {
        let random = RandomSource.seeded(3)
        for length in 0..<70 {
            let bytes = random.bytes(length)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
        #expect(Base64URL.decode(Base64URL.encode(Array(0...255))) == Array(0...255))
    }

    @Test(
        "refuses in base64url padding, white space, the other alphabet and characters of none",
        arguments: [
            "Zg==", "Zm8=", "Zm9v\n", " Zm9v", "Zm 9v", "+w", "/w", "Zm9v.", "Zmé", "Z", "Zm9vY", "=",
        ])
    func refusedURL(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(
        "refuses unused bits that are not zero: a value has one encoding (§3.5)",
        arguments: ["Zh", "Zm9", "__"])
    func canonical(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
        #expect(Base64.decode(text.replacing("_", with: "/").utf8) == nil)
    }

    @Test(
        "decodes base64 with its padding, or without",
        arguments: [("Zg==", "f"), ("Zg", "f"), ("Zm8=", "fo"), ("Zm8", "fo"), ("Zm9v", "foo"), ("", "")])
    func standard(_ encoded: String, _ text: String) {
        #expect(Base64.decode(encoded.utf8) == ascii(text))
    }

    @Test(
        "encodes base64 with its padding (RFC 4648 §10)",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ])
    func encodedStandard(_ text: String, _ encoded: String) {
        #expect(Base64.encode(ascii(text)) == encoded)
    }

    @Test("decodes the credentials that RFC 7617 §2 shows")
    func basic() {
        #expect(Base64.decode("QWxhZGRpbjpvcGVuIHNlc2FtZQ==".utf8) == ascii("Aladdin:open sesame"))
    }

    @Test("tells the two alphabets apart")
    func alphabets() {
        #expect(Base64.decode("+/+/".utf8) == [0xfb, 0xff, 0xbf])
        #expect(Base64URL.decode("-_-_") == [0xfb, 0xff, 0xbf])
        #expect(Base64.decode("-_-_".utf8) == nil)
        #expect(Base64URL.decode("+/+/") == nil)
    }

    @Test(
        "refuses in base64 wrong padding, white space and what is no digit",
        arguments: [
            "Zg=", "Zm9v=", "Zm9v==", "Zm9v====", "Z===", "=Zg=", "Zg= =", "Zg\r\n", "====", "Zm9vY", "Z",
        ])
    func refusedStandard(_ text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }
}

private func ascii(_ text: String) -> [UInt8] {
    Array(text.utf8)
}
