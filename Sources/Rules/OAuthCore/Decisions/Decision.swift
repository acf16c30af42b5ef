package import OAuthModel
import Storage
package import Web
package import WireText

/// What this server decided with an answer. All that shows what it does reads these and nothing else.
///
/// Nothing in one is a secret: ids of clients and people are as they are, a grant goes by the short name of its key, and no token, code or
/// state is in it. Text is made of it only for a reader (``story``).
package indirect enum Decision: Sendable {
    /// A client registered itself.
    case registered(Client)
    /// A person is asked whether a client may.
    case consentAsked(ConsentRequest)
    case consentGiven(ConsentRequest)
    /// The upstream says who it is.
    case loggedIn(ResourceOwner)
    /// After consent and login.
    case codeIssued(IssuedCode)
    case tokensIssued(IssuedTokensDecision)
    /// A resource server was told what a token is worth.
    case introspected(Introspected)
    /// It asked about a token that is good and was asked about before: counted (``RecentGrants``), and told no more.
    case introspectedAgain
    /// A client gave tokens back.
    case revoked(Revoked)
    /// A person ended the login at the upstream.
    case loggedOut
    /// A rule was broken, and which.
    case refused(OAuthError)
    /// Tokens were issued so often that for a while no more are.
    case limited(IssueLimited)
    /// Answered before anybody knew what it is about.
    case unasked(HTTPRefusal)
    /// A step on the way: a page was shown, or the server said how it is.
    case nothing
}

/// What a client asks a person for.
package struct ConsentRequest: Sendable {
    package let clientID: ClientID
    /// Where it was at hand.
    package let clientName: WireText?
    package let redirectURI: RedirectURI
    package let scope: Scope
    package let resources: [ResourceIndicator]
}

package struct IssuedCode: Sendable {
    package let access: GrantedAccess
    package let redirectURI: RedirectURI
}

package struct IssuedTokensDecision: Sendable {
    package let way: IssuingWay
    package let client: Client
    package let access: GrantedAccess
    /// Of the access token.
    package let scope: Scope
    package let lifetime: Duration
    package let isRefreshed: Bool
}

/// Why tokens were issued.
package enum IssuingWay: Sendable {
    case codeRedeemed
    case refreshed
    /// The same answer again, within the window.
    case refreshRepeated
    /// A client acts for itself.
    case clientGranted
}

package struct Introspected: Sendable {
    package let caller: IntrospectionCaller
    /// `nil`: the token is active.
    package let inactive: InactiveReason?
    let record: AccessTokenRecord?
    let grant: GrantKey?
    /// Of a token that is worth nothing.
    let shown: Fact?
}

/// Why a token is worth nothing to who asks: what a client is never told, and a resource server neither (RFC 7662 §2.2).
package enum InactiveReason: String, Reason {
    case tokenMalformed, tokenOfAnotherKind, tokenForAnotherResource
    case tokenExpired, tokenRevoked, tokenSuperseded, tokenUnknown

    package var account: Account {
        switch self {
        case .tokenMalformed:
            Account(
                "RFC 7662 §2.2", "the token is none that this server made",
                remedy: "find out where the client has it from: another server, or cut on its way")
        case .tokenOfAnotherKind:
            Account(
                "RFC 7662 §2.2", "a code or refresh token was shown as an access token",
                remedy:
                    "have the client send its access_token; what it sent should be replaced, for it has been shown around"
            )
        case .tokenForAnotherResource:
            Account(
                "RFC 8707 §2", "the token is for another resource than the asker's",
                remedy:
                    "have the client ask for a token with resource set to this MCP server's URL, or list it under the server's 'resources'"
            )
        case .tokenExpired:
            Account(
                "RFC 6749 §1.5", "the token has expired",
                remedy: "have the client refresh; tokens.access_token says how long one is good")
        case .tokenRevoked:
            Account(
                "RFC 7009 §2", "the token's grant has been ended",
                remedy: "have the client begin a new authorization")
        case .tokenSuperseded:
            Account(
                "RFC 9700 §4.14.2", "the client has refreshed since, and has a newer token",
                remedy: "have the client use the access_token that it was given last")
        case .tokenUnknown:
            Account(
                "RFC 7662 §2.2", "the token is not known, or not any more",
                remedy:
                    "have the client begin a new authorization; with several processes, look that they share one store"
            )
        }
    }
}

package struct Revoked: Sendable {
    package let what: Revocation
    package let client: Client
}

/// A limit on how often tokens are issued. Who comes too often changes nothing.
package struct IssueLimited: Sendable {
    package let reason: LimitReason
    package let rate: Rate
    package let wait: Duration
    package let client: ClientID
    package internal(set) var flow: FlowID?
}

package enum LimitReason: String, Reason {
    case grantTooOften, clientTooOften

    package var account: Account {
        switch self {
        case .grantTooOften:
            Account(
                "RFC 6585 §4", "one login is refreshed too often",
                remedy:
                    "have the client use a token until it expires; tokens.refresh_token.rate says how often it may refresh"
            )
        case .clientTooOften:
            Account(
                "RFC 6585 §4", "one client asks for tokens of its own too often",
                remedy:
                    "have the client use a token until it expires; tokens.client_credentials.rate says how often it may ask"
            )
        }
    }

    /// For the client's developer.
    package var description: StaticString {
        switch self {
        case .grantTooOften: "too many refreshes with one grant; try again later"
        case .clientTooOften: "too many tokens for one client; try again later"
        }
    }
}
