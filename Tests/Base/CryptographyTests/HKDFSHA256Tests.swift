import Cryptography
import Testing

@Suite("HKDF-SHA-256 (RFC 5869)")
struct HKDFSHA256Tests {
    @Test("derives the basic case (A.1)")
    func basic() {
        let output = HKDFSHA256(salt: Array(0x00...0x0c)).derive(
            secret: [UInt8](repeating: 0x0b, count: 22), info: Array(0xf0...0xf9),
            length: 42)
        #expect(
            output
                == hex(
                    """
                    3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
                    """))
    }

    @Test("derives from longer inputs (A.2)")
    func longer() {
        let output = HKDFSHA256(salt: Array(0x60...0xaf)).derive(
            secret: Array(0x00...0x4f), info: Array(0xb0...0xff), length: 82)
        #expect(
            output
                == hex(
                    """
                    b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c
                    59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71
                    cc30c58179ec3e87c14c01d5c1f3434f1d87
                    """))
    }

    @Test("derives without salt and info (A.3)")
    func bare() {
        let output = HKDFSHA256(salt: []).derive(
            secret: [UInt8](repeating: 0x0b, count: 22), info: [], length: 42)
        #expect(
            output
                == hex(
                    """
                    8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8
                    """))
    }

    @Test("gives any length up to 255 digests, each the beginning of the longer (§2.3)")
    func lengths() {
        let longest = HKDFSHA256(salt: [2]).derive(secret: [1], info: [3], length: HKDFSHA256.longest)
        #expect(longest.count == 8160)
        for length in [0, 1, 31, 32, 33, 64, 8159] {
            let output = HKDFSHA256(salt: [2]).derive(secret: [1], info: [3], length: length)
            #expect(output == Array(longest.prefix(length)))
        }
    }

    @Test("keeps secrets, salts and purposes apart")
    func separation() {
        let keys = [
            HKDFSHA256(salt: [2]).derive(secret: [1], info: [3], length: 32),
            HKDFSHA256(salt: [2]).derive(secret: [9], info: [3], length: 32),
            HKDFSHA256(salt: [9]).derive(secret: [1], info: [3], length: 32),
            HKDFSHA256(salt: [2]).derive(secret: [1], info: [9], length: 32),
        ]
        #expect(Set(keys).count == keys.count)
    }
}
