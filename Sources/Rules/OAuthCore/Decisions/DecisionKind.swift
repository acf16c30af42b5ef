import OAuthModel
package import Web

/// What a decision is called, for logs and programs.
package enum DecisionKind: String, Reason {
    case registered, consentAsked, consentGiven, loggedIn, codeIssued
    case codeRedeemed, refreshed, refreshRepeated, clientGranted
    case active, activeAgain, inactive, revoked, nothingRevoked, loggedOut
    case refused, limited, unasked, nothing

    private static var none: StaticString { "nothing" }

    package var account: Account {
        switch self {
        case .registered:
            Account(
                "RFC 7591 §3.2.1", "a client registered itself, and is known from here on", remedy: Self.none)
        case .consentAsked:
            Account(
                "OAuth 2.1 §7.3", "a person is asked whether a client may have what it asks for",
                remedy: "answer the page in the browser")
        case .consentGiven:
            Account(
                "OAuth 2.1 §7.3", "the person said yes, and goes on to log in",
                remedy: "log in on the page that follows")
        case .loggedIn: Account("RFC 6749 §3.1", "the upstream says who the person is", remedy: Self.none)
        case .codeIssued:
            Account(
                "RFC 6749 §4.1.2", "the browser takes a code to the client",
                remedy: "the client redeems it at once; if it doesn't, look at its own log")
        case .codeRedeemed:
            Account("RFC 6749 §4.1.4", "a client was given tokens for its code", remedy: Self.none)
        case .refreshed: Account("RFC 6749 §6", "a client was given new tokens", remedy: Self.none)
        case .refreshRepeated:
            Account(
                "RFC 9700 §4.14.2",
                "a client asked twice with one refresh token, and was given the same answer again",
                remedy:
                    "nothing, unless it happens often: the first answer was lost, or two of its requests raced"
            )
        case .clientGranted:
            Account("RFC 6749 §4.4.3", "a client was given a token of its own", remedy: Self.none)
        case .active:
            Account(
                "RFC 7662 §2.2", "a resource server asked about a token that is good; the first time is told",
                remedy: Self.none)
        case .activeAgain:
            Account("RFC 7662 §2.2", "the same once more: it is counted", remedy: Self.none)
        case .inactive:
            Account(
                "RFC 7662 §2.2", "a resource server asked about a token that is worth nothing to it",
                remedy: "see the reason")
        case .revoked: Account("RFC 7009 §2.1", "a client gave its tokens back", remedy: Self.none)
        case .nothingRevoked:
            Account(
                "RFC 7009 §2.2", "a client gave back a token that is not known, or is another client's",
                remedy: "nothing: it is answered as if it had been revoked")
        case .loggedOut:
            Account("OAuth 2.1 §7.3", "a person ended the login in this browser", remedy: Self.none)
        case .refused: Account("RFC 6749 §5.2", "a request broke a rule", remedy: "see the reason")
        case .limited: Account("RFC 6585 §4", "tokens were asked for too often", remedy: "see the reason")
        case .unasked:
            Account(
                "RFC 9110 §15.5", "a request was answered before anybody knew what it is about",
                remedy: "see the reason")
        case .nothing: Account("RFC 9110 §9.3", "a page was shown, or a form came back", remedy: Self.none)
        }
    }
}

extension Decision {
    package var kind: DecisionKind {
        switch self {
        case .registered: .registered
        case .consentAsked: .consentAsked
        case .consentGiven: .consentGiven
        case .loggedIn: .loggedIn
        case .codeIssued: .codeIssued
        case .tokensIssued(let issued): issued.way.kind
        case .introspected(let introspected): introspected.inactive == nil ? .active : .inactive
        case .introspectedAgain: .activeAgain
        case .revoked(let revoked): revoked.what.isDone ? .revoked : .nothingRevoked
        case .loggedOut: .loggedOut
        case .refused: .refused
        case .limited: .limited
        case .unasked: .unasked
        case .nothing: .nothing
        }
    }

    /// Why, where it is not as it was asked for.
    package var reason: (any Reason)? {
        switch self {
        case .introspected(let introspected): introspected.inactive
        case .refused(let error): error.reason
        case .limited(let limited): limited.reason
        case .unasked(let refusal): refusal.reason
        case .registered, .consentAsked, .consentGiven, .loggedIn, .codeIssued, .tokensIssued,
            .introspectedAgain, .revoked, .loggedOut, .nothing:
            nil
        }
    }
}

extension Decision {
    /// Whether somebody is told of it.
    package var isTold: Bool {
        switch self {
        case .nothing, .introspectedAgain: false
        case .registered, .consentAsked, .consentGiven, .loggedIn, .codeIssued, .tokensIssued, .introspected,
            .revoked, .loggedOut, .refused, .limited, .unasked:
            true
        }
    }
}

extension IssuingWay {
    fileprivate var kind: DecisionKind {
        switch self {
        case .codeRedeemed: .codeRedeemed
        case .refreshed: .refreshed
        case .refreshRepeated: .refreshRepeated
        case .clientGranted: .clientGranted
        }
    }
}

extension Revocation {
    fileprivate var isDone: Bool { self == .grant || self == .accessToken }
}
