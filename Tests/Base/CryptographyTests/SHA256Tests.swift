import Cryptography
import Testing

@Suite("SHA-256 (FIPS 180-4)")
struct SHA256Tests {
    @Test(
        "hashes the published examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func examples(_ message: String, _ digest: String) {
        #expect(SHA256.hash(ascii(message)) == hex(digest))
    }

    @Test("hashes a million times the letter a")
    func million() {
        let message = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(
            SHA256.hash(message) == hex("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"))
    }

    @Test("has no memory of the message before")
    func independent() {
        _ = SHA256.hash(ascii("something else"))
        #expect(SHA256.hash(ascii("abc")) == SHA256.hash(ascii("abc")))
        #expect(SHA256.hash(ascii("abc")) != SHA256.hash(ascii("abd")))
    }
}
