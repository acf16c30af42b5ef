import OAuthModel
import WireText

/// Where a person can go when a request is over of which nothing is kept any more: back to the client, which is told so.
///
/// The consent form carries it, with a token that only this server can have made and that fits this browser alone; so nobody
/// else's page can have a link of theirs shown here.
package struct WayBack: Sendable, Equatable {
    package let location: String
    /// For people.
    package let host: String

    /// Beyond this it is left out: a form has its limit too.
    private static let limit = 2048
    /// Characters of a step token.
    private static let tokenLength = 43

    init?(location: String) {
        guard location.utf8.count <= Self.limit else { return nil }
        self.location = location
        host = RedirectURI(location).displayHost
    }

    init?(to redirect: TrustedRedirect) {
        self.init(location: redirect.location(of: OAuthError(LoginReason.requestExpired)))
    }

    /// - Parameter text: What a form brought.
    init?(_ text: WireText?, in browser: BrowserBinding, _ vault: Vault) {
        guard let text = text?.ascii, text.utf8.count > Self.tokenLength else { return nil }
        let token = WireText(String(decoding: text.utf8.prefix(Self.tokenLength), as: UTF8.self))
        let location = String(decoding: text.utf8.dropFirst(Self.tokenLength), as: UTF8.self)
        guard vault.binding(of: token, for: .back, about: WireText(location), among: [browser]) != nil else {
            return nil
        }
        self.init(location: location)
    }

    /// What the form of a page brings along.
    func text(in browser: BrowserBinding, _ vault: Vault) -> String {
        vault.stepToken(.back, about: WireText(location), in: browser) + location
    }
}
