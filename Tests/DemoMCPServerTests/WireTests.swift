import Testing

@testable import DemoMCPServer

@Suite("forms on the wire")
struct WireTests {
    @Test(
        "base64 with padding, both ways (RFC 4648 §10)",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, encoded: String) {
        #expect(Base64.encode(plain.utf8) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test(
        "what no encoder writes is not decoded",
        arguments: ["Zg", "Zg=", "Zh==", "Z", "=", "Zg==Zg==", "Z g=", "Zm9v\n"])
    func notBase64(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
