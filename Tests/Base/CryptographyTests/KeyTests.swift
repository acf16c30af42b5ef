import Cryptography
import Testing

@Suite("Keys")
struct KeyTests {
    private static let message = ascii("what was signed")

    @Test("an EC key verifies what it signed and nothing else", arguments: EllipticCurve.allCases)
    func ellipticCurve(_ curve: EllipticCurve) throws {
        let key = ECPrivateKey.generate(curve)
        let signature = try key.sign(Self.message)
        #expect(signature.count == 2 * curve.coordinateLength)
        let told = try ECPublicKey(curve: curve, x: key.publicKey.x, y: key.publicKey.y)
        #expect(told == key.publicKey)
        #expect(told.verify(signature, of: Self.message))
        #expect(!told.verify(signature, of: ascii("what was not signed")))
        #expect(!told.verify(Array(signature.dropLast()), of: Self.message))
        #expect(!told.verify(signature + [0], of: Self.message))
        #expect(!told.verify([], of: Self.message))
        #expect(!told.verify([UInt8](repeating: 0, count: signature.count), of: Self.message))
        #expect(!told.verify([UInt8](repeating: 0xff, count: signature.count), of: Self.message))
        #expect(!ECPrivateKey.generate(curve).publicKey.verify(signature, of: Self.message))
    }

    @Test("an RSA key verifies under the padding that it signed with")
    func rsa() throws {
        let key = RSAPrivateKey.generate()
        let told = try RSAPublicKey(modulus: key.publicKey.modulus, exponent: key.publicKey.exponent)
        #expect(told.modulus.count == 256)
        #expect(told.exponent == [1, 0, 1])
        let paddings: [(RSAPadding, RSAPadding)] = [(.pkcs1, .pss), (.pss, .pkcs1)]
        for (padding, other) in paddings {
            let signature = try key.sign(Self.message, padding)
            #expect(told.verify(signature, of: Self.message, padding))
            #expect(!told.verify(signature, of: Self.message, other))
            #expect(!told.verify(signature, of: ascii("another"), padding))
            #expect(!told.verify(Array(signature.dropFirst()), of: Self.message, padding))
            #expect(!told.verify([0] + signature, of: Self.message, padding))
            #expect(!told.verify([], of: Self.message, padding))
        }
    }

    /// RFC 8032 §7.1, TEST 2.
    @Test("an Ed25519 key signs and verifies as published")
    func ed25519() throws {
        let seed = hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
        let key = try PrivateKey(pkcs8: hex("302e020100300506032b657004220420") + seed)
        guard case .ed25519(let signing) = key else {
            Issue.record("another family")
            return
        }
        #expect(
            signing.publicKey.bytes == hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        )
        let signature = try signing.sign([0x72])
        #expect(
            signature
                == hex(
                    """
                    92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
                    085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
                    """))
        let told = try Ed25519PublicKey(bytes: signing.publicKey.bytes)
        #expect(told.verify(signature, of: [0x72]))
        #expect(!told.verify(signature, of: [0x73]))
        #expect(!told.verify([], of: [0x72]))
        #expect(Ed25519PrivateKey.generate().publicKey != told)
    }

    @Test("a private key comes back from PKCS #8 as it was")
    func pkcs8() throws {
        let keys: [PrivateKey] = [
            .ec(.generate(.p256)), .ec(.generate(.p384)), .rsa(.generate()), .ed25519(.generate()),
        ]
        for key in keys {
            let bytes = key.pkcs8
            let back = try PrivateKey(pkcs8: bytes)
            #expect(back.publicKey == key.publicKey)
            #expect(back.pkcs8 == bytes)
            #expect(throws: KeyFlaw.notPKCS8) { try PrivateKey(pkcs8: bytes + [0]) }
            #expect(throws: KeyFlaw.notPKCS8) { try PrivateKey(pkcs8: Array(bytes.dropLast())) }
        }
        #expect(throws: KeyFlaw.notPKCS8) { try PrivateKey(pkcs8: []) }
        // X25519 agrees on secrets and signs nothing.
        let agreement = hex("302e020100300506032b656e04220420") + [UInt8](repeating: 7, count: 32)
        #expect(throws: KeyFlaw.notPKCS8) { try PrivateKey(pkcs8: agreement) }
    }

    @Test("a point that is not on its curve is no key", arguments: EllipticCurve.allCases)
    func offCurve(_ curve: EllipticCurve) throws {
        let key = ECPrivateKey.generate(curve).publicKey
        let zeros = [UInt8](repeating: 0, count: curve.coordinateLength)
        let most = [UInt8](repeating: 0xff, count: curve.coordinateLength)
        for (x, y) in [
            (zeros, zeros), (key.x, zeros), (key.x, most), (most, key.y), (key.y, key.x),
            (Array(key.x.dropFirst()), key.y), (key.x, [0] + key.y), ([], []),
        ] {
            #expect(throws: KeyFlaw.notOnCurve) { try ECPublicKey(curve: curve, x: x, y: y) }
        }
        let other: EllipticCurve = curve == .p256 ? .p384 : .p256
        #expect(throws: KeyFlaw.notOnCurve) { try ECPublicKey(curve: other, x: key.x, y: key.y) }
    }

    @Test("an RSA key has 2048 to 4096 bits, an odd exponent from 3 to below 2^32, and no zeros in front")
    func rsaNumbers() throws {
        let modulus = RSAPrivateKey.generate().publicKey.modulus
        for exponent: [UInt8] in [[3], [1, 0, 1], [0xff, 0xff, 0xff, 0xff]] {
            _ = try RSAPublicKey(modulus: modulus, exponent: exponent)
        }
        for exponent: [UInt8] in [[], [0], [1], [2], [4], [0, 3], [1, 0, 0], [1, 0, 0, 0, 1]] {
            #expect(throws: KeyFlaw.exponent) { try RSAPublicKey(modulus: modulus, exponent: exponent) }
        }
        func bits(_ count: Int, last: UInt8 = 1) -> [UInt8] {
            var bytes = [UInt8](repeating: 0xff, count: (count + 7) / 8)
            bytes[0] = UInt8(truncatingIfNeeded: 0xff >> ((8 - count % 8) % 8))
            bytes[bytes.count - 1] = last
            return bytes
        }
        for (count, last) in [(2047, UInt8(1)), (4097, 1), (16_384, 1), (2048, 0xfe)] {
            #expect(throws: KeyFlaw.modulus(bits: count)) {
                try RSAPublicKey(modulus: bits(count, last: last), exponent: [1, 0, 1])
            }
        }
        #expect(throws: KeyFlaw.self) { try RSAPublicKey(modulus: [0] + modulus, exponent: [1, 0, 1]) }
        #expect(throws: KeyFlaw.self) { try RSAPublicKey(modulus: [], exponent: [1, 0, 1]) }
    }

    /// A power of 65537 modulo each of the small primes, as such a generator makes them; two more is none.
    @Test("a modulus of a generator whose keys can be factored is no key (CVE-2017-15361)")
    func weakPrimes() throws {
        var modulus = hex(
            """
            80000000000000000000000000000000000000000000000000000000000000000000000000000000
            00000000000000000000000000000000000000000000000000000000000000000000000000000000
            000000000000000000000000000000000000000000000002e117512e2183d43ea2d4c15228ce29df
            04bede5c23580902455ec45bb7fc00234c5bc7c9f8c3330aefd9864d5e66b87c4455d2d50f568a87
            2b8045f00df9ef83c52533274211bcf04d7bcb5fcfd706f32f8141b3df813d416f0c568694a8f551
            f2387a10d5e2845f6ae65338bb418a545f77f210af220639eb6a26e8a4b524cd048cc411306e4a83
            a10a89817879d329667713db55fc5a09
            """)
        #expect(throws: KeyFlaw.weakPrimes) { try RSAPublicKey(modulus: modulus, exponent: [1, 0, 1]) }
        modulus[255] ^= 2
        #expect(try RSAPublicKey(modulus: modulus, exponent: [1, 0, 1]).modulus == modulus)
    }

    @Test("bytes that are no point of Edwards25519, or one of low order, are no key")
    func notEdwards() throws {
        var found = 0
        for first in UInt8(2)...40 {
            do {
                _ = try Ed25519PublicKey(bytes: [first] + [UInt8](repeating: 0, count: 31))
                found += 1
            } catch {
                #expect(error == .notOnCurve)
            }
        }
        #expect((10...30).contains(found), "half of all numbers are the y of a point")
        let low = [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        ]
        for text in low {
            #expect(throws: KeyFlaw.lowOrder) { try Ed25519PublicKey(bytes: hex(text)) }
        }
        // p, and one more: other spellings of 0 and 1.
        for text in [
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        ] {
            #expect(throws: KeyFlaw.notOnCurve) { try Ed25519PublicKey(bytes: hex(text)) }
        }
        #expect(throws: KeyFlaw.notOnCurve) { try Ed25519PublicKey(bytes: [1]) }
    }
}
