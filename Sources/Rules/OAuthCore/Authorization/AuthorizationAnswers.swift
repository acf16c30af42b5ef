package import OAuthModel
import Web
package import WireText

/// The answer to an authorization request.
package enum AuthorizationAnswer: Sendable {
    /// Ask the person.
    case consent(ConsentView, BrowserBinding)
    /// Nobody is asked: back to the client, with a code.
    case granted(String)
    /// Client or redirect URI can't be trusted: a page, status 400, never a redirect (RFC 6749 §4.1.2.1).
    case page(OAuthError)
    /// Answer to the client at once.
    case redirect(String)
    /// The client registered itself and nobody has interacted: the person decides whether to follow, or open registration
    /// would make an open redirector (RFC 9700 §4.11.2).
    case link(String, host: String, OAuthError)
}

/// What the consent page shows.
package struct ConsentView: Sendable {
    package let clientID: ClientID
    package let clientName: WireText?
    package let origin: ClientOrigin
    package let pages: [ClientPage]
    package let redirectURI: RedirectURI
    package let scopes: [DeclaredScope]
    package let resources: [ProtectedResource]
    /// Names the pending authorization in the form.
    package let request: String
    /// Ties the form to the browser and the pending authorization.
    package let csrf: String
    /// For the form to bring along: where a person is shown the way to if it comes too late (``WayBack``). Nil where that is too long.
    package let back: String?
}

/// What follows the consent page.
package enum ConsentOutcome: Sendable {
    /// Approved: on to the upstream.
    case login(String)
    /// Denied: back to the client.
    case redirect(String)
    /// The request is unknown, expired, or of another browser; or the upstream begins no login.
    case page(OAuthError)
    /// The request is over, and the person may go back to the client without it.
    case link(WayBack, OAuthError)
}

/// What follows the upstream login.
package enum LoginOutcome: Sendable {
    case redirect(String)
    case page(OAuthError)
    /// As with the consent.
    case link(WayBack, OAuthError)
}

extension ConsentView {
    /// Where the document lies that the client is known by; nil of any other client.
    package var documentHost: String? {
        origin == .document ? URIParts(clientID.rawValue)?.hostAndPort : nil
    }
}
