import COpenSSL

/// Moduli of a generator in chips and tokens whose primes are 65537 to some power, modulo the product of the small primes
/// (CVE-2017-15361, ROCA). Such a modulus is a power of 65537 modulo each of them; of other moduli one in 2¹⁵⁴ is.
enum WeakPrimes {
    private static let primes: [UInt] = [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103,
        107, 109,
        113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
    ]

    /// By prime: which remainders are powers of 65537.
    private static let powers: [(prime: UInt, remainders: Set<UInt>)] = primes.map { prime in
        var found: Set<UInt> = []
        var power: UInt = 1
        while found.insert(power).inserted { power = power * 65537 % prime }
        return (prime, found)
    }

    static func made(_ modulus: OpaquePointer) -> Bool {
        powers.allSatisfy { prime, remainders in
            remainders.contains(BN_mod_word(modulus, prime))
        }
    }
}
