package import Cryptography
package import WireText

/// What a cookie of this server holds: 32 random bytes in base64url. `Purpose` keeps the one from being taken for the other.
package struct CookieSecret<Purpose>: Sendable, Equatable {
    package let text: String

    /// `nil` unless it has the shape of one that this server made.
    package init?(_ sent: WireText) {
        guard sent.utf8.count == 43, let text = sent.ascii, Base64URL.decode(text)?.count == 32 else {
            return nil
        }
        self.text = text
    }

    package init(random: RandomSource) {
        text = Base64URL.encode(random.bytes(32))
    }

    var bytes: [UInt8] { Array(text.utf8) }
}

/// Ties consent, login and callback to one browser.
package typealias BrowserBinding = CookieSecret<BrowserPurpose>
package enum BrowserPurpose {}

/// Names the session that a browser has at an upstream.
package typealias SessionSecret = CookieSecret<SessionPurpose>
package enum SessionPurpose {}
