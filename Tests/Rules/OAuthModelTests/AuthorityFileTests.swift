import Testing

@testable import OAuthModel

@Suite("a file of certificates (RFC 7468 §5.1)")
struct AuthorityFileTests {
    @Test(
        "has one at least, with text around it, spaces and the ends of lines of any system",
        arguments: [
            "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
            "of our company\r\n\r\n-----BEGIN CERTIFICATE-----\r\nMA\r\nA=\r\n-----END CERTIFICATE-----",
            " -----BEGIN CERTIFICATE----- \n\tMAA=\n-----END CERTIFICATE-----\nrubbish",
        ])
    func good(text: String) {
        #expect(AuthorityFile(path: "ca.pem", pem: Array(text.utf8))?.pem == Array(text.utf8))
    }

    @Test(
        "a key, half a certificate, one that is none, and anything else are refused",
        arguments: [
            "", "our authority", "MAA=", "-----BEGIN CERTIFICATE-----\nMAA=\n",
            "-----END CERTIFICATE-----\nMAA=\n-----BEGIN CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nhello!\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nAgEB\n-----END CERTIFICATE-----\n",
            "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
            "-----BEGIN CERTIFICATE-----MAA=-----END CERTIFICATE-----",
        ])
    func bad(text: String) {
        #expect(AuthorityFile(path: "ca.pem", pem: Array(text.utf8)) == nil)
    }
}
