import Cryptography
import WireText

/// Ties the requests of one login together, from the authorization request to the last refresh: 12 random bytes in base64url. No secret.
struct FlowID: Hashable, Sendable {
    let rawValue: String

    init(random: RandomSource) {
        rawValue = Base64URL.encode(random.bytes(12))
    }

    /// `nil` unless it has the shape of one that this server made.
    init?(_ text: WireText) {
        guard text.utf8.count == 16, let text = text.ascii, Base64URL.decode(text)?.count == 12 else {
            return nil
        }
        rawValue = text
    }
}
