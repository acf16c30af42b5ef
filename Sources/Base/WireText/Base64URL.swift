/// base64url without padding (RFC 4648 §5), the alphabet of codes, tokens, verifiers and challenges.
package enum Base64URL {
    package static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: encodedBytes(bytes), as: UTF8.self)
    }

    /// The same as ASCII.
    package static func encodedBytes(_ bytes: [UInt8]) -> [UInt8] {
        Base64Alphabet.url.encode(bytes)
    }

    /// `nil` for anything ``encode(_:)`` does not make: padding, white space, the other alphabet, a length no
    /// encoding has, unused bits that are not zero. So a value has exactly one encoding.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        decode(text.utf8)
    }

    package static func decode(_ ascii: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        Base64Alphabet.url.decode(ascii)
    }

    package static func decode(_ ascii: some Collection<UInt8>) -> [UInt8]? {
        ascii.withContiguousStorageIfAvailable(Base64Alphabet.url.decode)
            ?? Array(ascii)
            .withUnsafeBufferPointer(Base64Alphabet.url.decode)
    }
}
