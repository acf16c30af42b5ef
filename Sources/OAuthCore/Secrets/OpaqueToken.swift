import Cryptography

/// A code or token on the wire: a prefix that secret scanners know, then in base64url 12 bytes of grant handle and 32
/// bytes of secret, 63 characters in all.
///
/// The handle is shared by everything that descends from one grant, so that it is found in one look-up; who knows it
/// knows nothing. Secrecy rests on the secret.
struct OpaqueToken: Sendable {
    enum Kind: String, CaseIterable {
        case authorizationCode = "mac_"
        case accessToken = "mat_"
        case refreshToken = "mrt_"
    }

    static let handleLength = 12
    static let secretLength = 32
    private static let textLength = 4 + ((handleLength + secretLength) * 8 + 5) / 6

    let kind: Kind
    let handle: [UInt8]
    let secret: [UInt8]

    init(_ kind: Kind, handle: [UInt8], random: RandomSource) {
        self.kind = kind
        self.handle = handle
        secret = random.bytes(Self.secretLength)
    }

    /// Reads a token of this kind. Anything else, of whatever size, is `nil` at once.
    init?(_ kind: Kind, _ text: String) {
        guard text.utf8.count == Self.textLength, text.utf8.starts(with: kind.rawValue.utf8),
            let bytes = Base64URL.decode(text.utf8.dropFirst(4)),
            bytes.count == Self.handleLength + Self.secretLength
        else { return nil }
        self.kind = kind
        handle = Array(bytes[..<Self.handleLength])
        secret = Array(bytes[Self.handleLength...])
    }

    var text: String { kind.rawValue + Base64URL.encode(handle + secret) }
}
