import Testing

@testable import Cryptography

@Suite("AES-256-GCM (NIST SP 800-38D)")
struct AES256GCMTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let key: [UInt8]
        let nonce: [UInt8]
        let plaintext: [UInt8]
        let associatedData: [UInt8]
        let ciphertext: [UInt8]
        let tag: [UInt8]

        var testDescription: String { "\(plaintext.count) and \(associatedData.count) bytes" }
    }

    private static let key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    private static let plaintext = hex(
        """
        d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
        1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255
        """)
    private static let ciphertext = hex(
        """
        522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
        8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad
        """)

    /// Cases 13 to 16 of the specification submitted to NIST, appendix B.
    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0, count: 32), nonce: [UInt8](repeating: 0, count: 12), plaintext: [],
            associatedData: [], ciphertext: [], tag: hex("530f8afbc74536b9a963b4f1c4cb738b")),
        Vector(
            key: [UInt8](repeating: 0, count: 32), nonce: [UInt8](repeating: 0, count: 12),
            plaintext: [UInt8](repeating: 0, count: 16), associatedData: [],
            ciphertext: hex("cea7403d4d606b6e074ec5d3baf39d18"), tag: hex("d0d1c8a799996bf0265b98b5d48ab919")
        ),
        Vector(
            key: key, nonce: hex("cafebabefacedbaddecaf888"), plaintext: plaintext, associatedData: [],
            ciphertext: ciphertext, tag: hex("b094dac5d93471bdec1a502270e3cc6c")),
        Vector(
            key: key, nonce: hex("cafebabefacedbaddecaf888"), plaintext: Array(plaintext.prefix(60)),
            associatedData: hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
            ciphertext: Array(ciphertext.prefix(60)), tag: hex("76fc6ece0f4e1768cddf8853bb2d551b")),
    ]

    @Test("seals to the published ciphertext and tag, and opens them", arguments: vectors)
    func published(_ vector: Vector) throws {
        let cipher = try AES256GCM(key: vector.key)
        let sealed = try cipher.seal(
            vector.plaintext, associatedData: vector.associatedData, nonce: vector.nonce)
        #expect(sealed == vector.nonce + vector.ciphertext + vector.tag)
        #expect(try cipher.open(sealed, associatedData: vector.associatedData) == vector.plaintext)
    }

    @Test("refuses a key that is not 32 bytes", arguments: [0, 16, 31, 33])
    func keyLength(_ length: Int) {
        #expect(throws: CryptographyError.keyLength(length)) {
            try AES256GCM(key: [UInt8](repeating: 1, count: length))
        }
    }

    @Test("refuses every text in which one bit of nonce, ciphertext or tag was turned")
    func tampered() throws {
        let cipher = try AES256GCM(key: Self.key)
        let sealed = try cipher.seal(ascii("the record"), associatedData: ascii("grant"), random: .system)
        for index in sealed.indices {
            for bit in 0..<8 {
                var altered = sealed
                altered[index] ^= 1 << UInt8(bit)
                #expect(throws: CryptographyError.notAuthentic, "byte \(index), bit \(bit)") {
                    try cipher.open(altered, associatedData: ascii("grant"))
                }
            }
        }
        #expect(try cipher.open(sealed, associatedData: ascii("grant")) == ascii("the record"))
    }

    @Test("refuses a text under other associated data", arguments: ["", "grans", "gran", "grant ", "Grant"])
    func otherPurpose(_ purpose: String) throws {
        let cipher = try AES256GCM(key: Self.key)
        let sealed = try cipher.seal(ascii("the record"), associatedData: ascii("grant"), random: .system)
        #expect(throws: CryptographyError.notAuthentic) {
            try cipher.open(sealed, associatedData: ascii(purpose))
        }
    }

    @Test("refuses a text cut short, down to nothing")
    func truncated() throws {
        let cipher = try AES256GCM(key: Self.key)
        let sealed = try cipher.seal(ascii("the record"), associatedData: [], random: .system)
        for length in 0..<sealed.count {
            #expect(throws: CryptographyError.notAuthentic, "\(length) bytes") {
                try cipher.open(Array(sealed.prefix(length)), associatedData: [])
            }
        }
    }

    @Test("refuses a text sealed under another key")
    func otherKey() throws {
        let sealed = try AES256GCM(key: Self.key).seal([1, 2, 3], associatedData: [], random: .system)
        let other = try AES256GCM(key: [UInt8](repeating: 7, count: 32))
        #expect(throws: CryptographyError.notAuthentic) { try other.open(sealed, associatedData: []) }
    }

    @Test("seals one text twice to two that have nothing in common but their length")
    func freshNonce() throws {
        let cipher = try AES256GCM(key: Self.key)
        let first = try cipher.seal(ascii("the same text"), associatedData: [], random: .system)
        let second = try cipher.seal(ascii("the same text"), associatedData: [], random: .system)
        #expect(first.prefix(12) != second.prefix(12))
        #expect(first.dropFirst(12) != second.dropFirst(12))
    }

    @Test("keeps texts apart that many threads seal and open at once")
    func concurrent() async throws {
        let cipher = try AES256GCM(key: Self.key)
        await withTaskGroup(of: Bool.self) { group in
            for seed in 0..<32 {
                group.addTask {
                    let text = [UInt8](repeating: UInt8(seed), count: 100 + seed)
                    return (0..<200).allSatisfy { _ in
                        let sealed = try? cipher.seal(text, associatedData: [UInt8(seed)], random: .system)
                        return (try? cipher.open(sealed ?? [], associatedData: [UInt8(seed)])) == text
                    }
                }
            }
            for await same in group { #expect(same) }
        }
    }
}
