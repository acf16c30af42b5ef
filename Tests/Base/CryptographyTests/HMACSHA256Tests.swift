import Cryptography
import Testing

@Suite("HMAC-SHA-256 (RFC 4231)")
struct HMACSHA256Tests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let section: String
        let key: [UInt8]
        let message: [UInt8]
        let code: [UInt8]

        var testDescription: String { "§\(section)" }
    }

    static let vectors = [
        Vector(
            section: "4.2", key: [UInt8](repeating: 0x0b, count: 20), message: ascii("Hi There"),
            code: hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")),
        Vector(
            section: "4.3", key: ascii("Jefe"), message: ascii("what do ya want for nothing?"),
            code: hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")),
        Vector(
            section: "4.4", key: [UInt8](repeating: 0xaa, count: 20),
            message: [UInt8](repeating: 0xdd, count: 50),
            code: hex("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")),
        Vector(
            section: "4.5", key: Array(1...25), message: [UInt8](repeating: 0xcd, count: 50),
            code: hex("82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")),
        Vector(
            section: "4.7", key: [UInt8](repeating: 0xaa, count: 131),
            message: ascii("Test Using Larger Than Block-Size Key - Hash Key First"),
            code: hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")),
        Vector(
            section: "4.8", key: [UInt8](repeating: 0xaa, count: 131),
            message: ascii(
                "This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm."),
            code: hex("9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2")),
    ]

    @Test("makes the published codes", arguments: vectors)
    func published(_ vector: Vector) {
        #expect(HMACSHA256(key: vector.key).authenticate(vector.message) == vector.code)
    }

    @Test("truncates to the published 128 bits (§4.6)")
    func truncated() {
        let code = HMACSHA256(key: [UInt8](repeating: 0x0c, count: 20))
            .authenticate(ascii("Test With Truncation"))
        #expect(Array(code.prefix(16)) == hex("a3b6167473100ee06e0c796c2955552b"))
    }

    @Test("serves any number of messages, one after the other")
    func reuse() {
        let mac = HMACSHA256(key: ascii("Jefe"))
        let first = mac.authenticate(ascii("one"))
        #expect(mac.authenticate(ascii("two")) != first)
        #expect(mac.authenticate(ascii("one")) == first)
    }

    @Test("keeps keys apart whose padding could make them look alike", arguments: [0, 1, 63, 64, 65])
    func lengths(_ length: Int) {
        let key = [UInt8](repeating: 7, count: length)
        let message = ascii("message")
        #expect(
            HMACSHA256(key: key).authenticate(message) != HMACSHA256(key: key + [7]).authenticate(message))
    }

    @Test("makes the same codes on many threads at once as on one")
    func concurrent() async {
        let mac = HMACSHA256(key: ascii("key"))
        let messages = (0..<64).map { [UInt8](repeating: UInt8($0), count: 10 + $0) }
        let expected = messages.map { mac.authenticate($0) }
        await withTaskGroup(of: (Int, Bool).self) { group in
            for (index, message) in messages.enumerated() {
                group.addTask {
                    (index, (0..<500).allSatisfy { _ in mac.authenticate(message) == expected[index] })
                }
            }
            for await (index, same) in group { #expect(same, "message \(index)") }
        }
    }
}
