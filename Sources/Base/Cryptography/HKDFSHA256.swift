/// HKDF with SHA-256 (RFC 5869), ready for one salt.
///
/// The salt is the key of the first step (§2.2), and is made ready once. For any number of threads at once.
package struct HKDFSHA256: Sendable {
    /// The longest output: 255 digests (RFC 5869 §2.3).
    package static let longest = 255 * SHA256.digestLength

    private let extraction: HMACSHA256

    /// An empty salt is RFC 5869's "not provided".
    package init(salt: [UInt8]) {
        extraction = HMACSHA256(key: salt)
    }

    /// `length` bytes, at most ``longest``; a longer request is a mistake in the program and ends it.
    package func derive(secret: [UInt8], info: [UInt8], length: Int) -> [UInt8] {
        precondition((0...Self.longest).contains(length), "no HKDF output of \(length) bytes")
        let expansion = HMACSHA256.Pads(extraction.digest(of: secret))
        var output: [UInt8] = []
        output.reserveCapacity(length)
        var block: SHA256.Digest?
        var counter: UInt8 = 1
        while output.count < length {
            let next = expansion.digest(of: block, info, counter)
            next.append(to: &output, atMost: length - output.count)
            block = next
            counter &+= 1
        }
        return output
    }
}
