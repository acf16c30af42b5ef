/// HKDF with SHA-256 (RFC 5869).
package enum HKDFSHA256 {
    /// The longest output: 255 digests (RFC 5869 §2.3).
    package static let longest = 255 * SHA256.digestLength

    /// `length` bytes, at most ``longest``; a longer request is a mistake in the program and ends it.
    ///
    /// An empty salt is RFC 5869's "not provided".
    package static func derive(secret: [UInt8], salt: [UInt8], info: [UInt8], length: Int) -> [UInt8] {
        precondition((0...longest).contains(length), "no HKDF output of \(length) bytes")
        let pseudorandomKey = HMACSHA256.authenticate(secret, key: salt)
        var output: [UInt8] = []
        var block: [UInt8] = []
        var counter: UInt8 = 1
        while output.count < length {
            block = HMACSHA256.authenticate(block + info + [counter], key: pseudorandomKey)
            output += block
            counter &+= 1
        }
        output.removeLast(output.count - length)
        return output
    }
}
