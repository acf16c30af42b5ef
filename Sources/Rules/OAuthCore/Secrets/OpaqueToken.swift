import Cryptography
import OAuthModel
import WireText

/// A code or token on the wire: a prefix that secret scanners know, then in base64url 12 bytes of grant handle and 32
/// bytes of secret, 63 characters in all.
///
/// The handle is shared by everything that descends from one grant, so that it is found in one look-up; who knows it
/// knows nothing. Secrecy rests on the secret.
struct OpaqueToken: Sendable {
    enum Kind: CaseIterable {
        case authorizationCode
        case accessToken
        case refreshToken

        var prefix: String {
            switch self {
            case .authorizationCode: SecretPrefix.authorizationCode.rawValue
            case .accessToken: SecretPrefix.accessToken.rawValue
            case .refreshToken: SecretPrefix.refreshToken.rawValue
            }
        }
    }

    static let handleLength = 12
    static let secretLength = 32
    private static let prefixLength = 4
    private static let textLength = prefixLength + ((handleLength + secretLength) * 8 + 5) / 6

    let kind: Kind
    let handle: [UInt8]
    let secret: [UInt8]

    init(_ kind: Kind, handle: [UInt8], random: RandomSource) {
        self.kind = kind
        self.handle = handle
        secret = random.bytes(Self.secretLength)
    }

    /// Reads a token of this kind. Anything else, of whatever size, is `nil` at once.
    init?(_ kind: Kind, _ text: WireText) {
        let decoded: [UInt8]? = text.withBytes { text in
            guard text.count == Self.textLength,
                text.prefix(Self.prefixLength).elementsEqual(kind.prefix.utf8)
            else { return nil }
            return Base64URL.decode(UnsafeBufferPointer(rebasing: text[Self.prefixLength...]))
        }
        guard let bytes = decoded, bytes.count == Self.handleLength + Self.secretLength else { return nil }
        self.kind = kind
        handle = Array(bytes[..<Self.handleLength])
        secret = Array(bytes[Self.handleLength...])
    }

    var text: String { kind.prefix + Base64URL.encode(handle + secret) }
}
