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
    package let form: PendingForm
}

/// What every form about a request that waits brings along.
package struct PendingForm: Sendable {
    /// Names the pending authorization.
    package let request: String
    /// Ties the form to the browser and the pending authorization.
    package let csrf: String
    /// Where a person is shown the way to if the form comes too late (``WayBack``). Nil where that is too long.
    package let back: String?
}

/// What the page shows on which a person says where to log in.
package struct UpstreamChoice: Sendable {
    package let upstreams: [(name: UpstreamName, title: String)]
    /// Where the answer goes in the end, for people.
    package let redirectHost: String
    package let form: PendingForm
}

/// What a person can do whose login leads nowhere: the request goes on waiting, so they may try once more, as the same or as somebody else,
/// or go back to the client without it.
package struct AnotherTry: Sendable {
    package let form: PendingForm
    /// To the client, with the error. Nil where that is too long.
    package let back: WayBack?
    /// Whom they may ask, where somebody can let them in.
    package let contact: String?
}

/// What follows the consent page.
package enum ConsentOutcome: Sendable {
    /// Approved: on to the upstream.
    case login(String)
    /// Approved, and there are several upstreams: the person says which.
    case choice(UpstreamChoice)
    /// Denied: back to the client.
    case redirect(String)
    /// The request is unknown, expired, or of another browser.
    case page(OAuthError)
    /// The request is over, and the person may go back to the client without it.
    case link(WayBack, OAuthError)
    /// The upstream begins no login, or is none.
    case again(AnotherTry, OAuthError)
}

/// What follows the upstream login.
package enum LoginOutcome: Sendable {
    case redirect(String)
    case page(OAuthError)
    /// As with the consent.
    case link(WayBack, OAuthError)
    /// The upstream does not say who it is, or says somebody who is not let in.
    case again(AnotherTry, OAuthError)
}

extension ConsentView {
    /// Where the document lies that the client is known by; nil of any other client.
    package var documentHost: String? {
        origin == .document ? URIParts(clientID.rawValue)?.hostAndPort : nil
    }
}
