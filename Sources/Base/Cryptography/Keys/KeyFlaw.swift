/// Why numbers or bytes are no key that is used here.
package enum KeyFlaw: Error, Equatable {
    /// The coordinates have the wrong length, or the point is not on the curve.
    case notOnCurve
    /// A point under which signatures verify that nobody made.
    case lowOrder
    /// The modulus has this many bits, which is not 2048 to 4096, or it is even, or written with zeros in front.
    case modulus(bits: Int)
    /// The public exponent is even, below 3, beyond 2³² or written with zeros in front.
    case exponent
    /// The modulus is of a generator that made primes of a known form (CVE-2017-15361): its factors can be computed.
    case weakPrimes
    /// Not exactly one PKCS #8 PrivateKeyInfo, or of a family or curve that is not used here.
    case notPKCS8
}
