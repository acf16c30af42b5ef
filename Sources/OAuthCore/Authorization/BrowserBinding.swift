package import Cryptography

/// The value of the cookie that ties consent, login and callback to one browser: 32 random bytes in base64url.
package struct BrowserBinding: Sendable, Equatable {
    package let text: String

    /// `nil` unless it has the shape of one that this server made.
    package init?(_ text: String) {
        guard text.utf8.count == 43, Base64URL.decode(text)?.count == 32 else { return nil }
        self.text = text
    }

    package init(random: RandomSource) {
        text = Base64URL.encode(random.bytes(32))
    }

    var bytes: [UInt8] { Array(text.utf8) }
}
