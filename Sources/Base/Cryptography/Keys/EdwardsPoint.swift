import COpenSSL

/// Whether 32 bytes are a point of Edwards25519. OpenSSL finds that out with each signature anew; here a key is refused once.
enum EdwardsPoint {
    static func check(_ bytes: [UInt8]) throws(KeyFlaw) {
        let coordinate = bytes.dropLast() + [(bytes.last ?? 0) & 0x7f]
        guard coordinate.reversed().lexicographicallyPrecedes(prime) else { throw .notOnCurve }
        guard !lowOrder.contains(Array(coordinate)) else { throw .lowOrder }
        guard isOnCurve(Array(coordinate.reversed())) else { throw .notOnCurve }
    }

    /// x² is (y² - 1) / (d·y² + 1) (RFC 8032 §5.1.3): a square as its numerator times its denominator is one.
    private static func isOnCurve(_ y: [UInt8]) -> Bool {
        guard let scratch = BN_CTX_new() else { unusable("numbers") }
        defer { BN_CTX_free(scratch) }
        BN_CTX_start(scratch)
        defer { BN_CTX_end(scratch) }
        let names = (0..<5).map { _ in BN_CTX_get(scratch) }
        guard let square = names[0], let above = names[1], let below = names[2], let p = names[3],
            let d = names[4], BN_bin2bn(y, Int32(y.count), square) != nil,
            BN_bin2bn(prime, Int32(prime.count), p) != nil,
            BN_bin2bn(curveConstant, Int32(curveConstant.count), d) != nil,
            BN_mod_sqr(square, square, p, scratch) == 1,
            BN_mod_sub(above, square, BN_value_one(), p, scratch) == 1,
            BN_mod_mul(below, square, d, p, scratch) == 1,
            BN_mod_add(below, below, BN_value_one(), p, scratch) == 1,
            BN_mod_mul(above, above, below, p, scratch) == 1
        else { unusable("numbers") }
        return BN_kronecker(above, p, scratch) == 1
    }

    /// 2²⁵⁵ - 19.
    private static let prime: [UInt8] = [0x7f] + [UInt8](repeating: 0xff, count: 30) + [0xed]

    /// d, -121665/121666.
    private static let curveConstant: [UInt8] = [
        0x52, 0x03, 0x6c, 0xee, 0x2b, 0x6f, 0xfe, 0x73, 0x8c, 0xc7, 0x40, 0x79, 0x77, 0x79, 0xe8, 0x98,
        0x00, 0x70, 0x0a, 0x4d, 0x41, 0x41, 0xd8, 0xab, 0x75, 0xeb, 0x4d, 0xca, 0x13, 0x59, 0x78, 0xa3,
    ]

    /// The y of the points whose order divides eight: what verifies under such a key was signed by nobody.
    private static let lowOrder: Set<[UInt8]> = [
        [UInt8](repeating: 0, count: 32),
        [1] + [UInt8](repeating: 0, count: 31),
        [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
            0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
            0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
    ]
}
