package import OAuthModel
package import Web
package import WireText

/// What this server decided with an answer. All that shows what it does reads these and nothing else.
///
/// Nothing in one is a secret: ids of clients and people are as they are, a grant goes by the short name of its key, and no token, code or
/// state is in it. Text is made of it only for a reader (``story``).
package indirect enum Decision: Sendable {
    /// A client registered itself.
    case registered(Client)
    /// The document that a client is known by was fetched anew, and is as it should be.
    case documentRead(Client)
    /// A person is asked whether a client may.
    case consentAsked(ConsentRequest)
    case consentGiven(ConsentRequest)
    /// The upstream says who it is.
    case loggedIn(ResourceOwner, at: UpstreamName)
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
    /// The operator let other keys sign, or none of an old one's signatures count.
    case keyChanged(KeyChange)
    /// The operator said whether a client may that is known by a document.
    case clientJudged(ClientID, DocumentVerdict)
    /// A rule was broken, and which.
    case refused(OAuthError)
    /// Tokens were issued so often that for a while no more are.
    case limited(IssueLimited)
    /// Answered before anybody knew what it is about.
    case unasked(HTTPRefusal)
    /// A step on the way: a page was shown, or the server said how it is.
    case nothing
}

extension Decision {
    /// What there is to say of it; `nil` of what nobody is told of.
    var told: (any ToldDecision)? {
        switch self {
        case .registered(let client): ToldArrival(kind: .registered, client: client)
        case .documentRead(let client): ToldArrival(kind: .documentRead, client: client)
        case .consentAsked(let request): ToldConsent(kind: .consentAsked, request: request)
        case .consentGiven(let request): ToldConsent(kind: .consentGiven, request: request)
        case .loggedIn(let owner, let upstream): ToldLogin(owner: owner, upstream: upstream)
        case .codeIssued(let code): code
        case .tokensIssued(let issued): issued
        case .introspected(let introspected): introspected
        case .revoked(let revoked): revoked
        case .loggedOut: ToldLogout()
        case .keyChanged(let change): ToldKeyChange(change: change)
        case .clientJudged(let id, let verdict): ToldVerdict(id: id, verdict: verdict)
        case .refused(let error): ToldRefusal(error: error)
        case .limited(let limited): ToldLimit(limited: limited)
        case .unasked(let refusal): ToldHTTPRefusal(refusal: refusal)
        case .introspectedAgain, .nothing: nil
        }
    }

    /// Whether somebody is told of it.
    package var isTold: Bool {
        switch self {
        case .introspectedAgain, .nothing: false
        default: true
        }
    }

    /// What the log looks at of every decision, and of most at nothing else; `nil` of what nobody is told of.
    package var heading: DecisionHeading? { told.map(DecisionHeading.init) }

    package var kind: DecisionKind {
        if case .introspectedAgain = self { return .activeAgain }
        return told?.kind ?? .nothing
    }

    /// Why, where it is not as it was asked for.
    package var reason: (any Reason)? { told?.reason }
    /// Who asked, as far as that is known.
    package var clientID: ClientID? { told?.clientID }

    /// - Parameter name: What a client calls itself, where that is known.
    package func story(_ name: (ClientID) -> WireText?) -> Story {
        guard let told else { return Story(words: "answered", facts: []) }
        let known = told.clientName ?? told.clientID.flatMap(name)
        return Story(words: told.words(by: told.who(called: known)), facts: told.facts)
    }
}

package struct DecisionHeading: Sendable {
    package let kind: DecisionKind
    package let reason: (any Reason)?
    package let weight: Story.Weight
    package let clientID: ClientID?
    /// What that client calls itself, where it was at hand.
    package let clientName: WireText?

    fileprivate init(_ told: any ToldDecision) {
        kind = told.kind
        reason = told.reason
        weight = told.weight
        clientID = told.clientID
        clientName = told.clientName
    }
}

/// What a decision is called, for logs and programs.
package enum DecisionKind: String, Reason {
    case registered, documentRead, consentAsked, consentGiven, loggedIn, codeIssued
    case codeRedeemed, refreshed, refreshRepeated, clientGranted
    case active, activeAgain, inactive, revoked, nothingRevoked, loggedOut
    case keyRotated, keyRetired, clientApproved, clientDenied
    case refused, limited, unasked, nothing

    private static var none: StaticString { "nothing" }

    package var account: Account {
        switch self {
        case .registered:
            Account(
                "RFC 7591 §3.2.1", "a client registered itself, and is known from here on", remedy: Self.none)
        case .documentRead:
            Account(
                "client-id documents §4",
                "the document that a client is known by was fetched anew, and taken",
                remedy: Self.none)
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
        case .keyRotated:
            Account(
                "RFC 7517 §5", "the operator let another key follow on the one that signs", remedy: Self.none)
        case .keyRetired:
            Account(
                "RFC 7517 §5", "the operator took a key out of the key set",
                remedy: "nothing: what it signed is refused by those who fetch the key set anew")
        case .clientApproved:
            Account(
                "client-id documents §6.1", "the operator lets a client in that is known by a document",
                remedy: Self.none)
        case .clientDenied:
            Account(
                "client-id documents §6.1", "the operator keeps a client out that is known by a document",
                remedy: "nothing: its tokens are refreshed no more, and live until they expire")
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
    /// One of each kind, for the page that explains them.
    static let examples: [Decision] = {
        typealias Made = DecisionExamples
        return [
            .registered(Made.client), .documentRead(Made.documentedClient), .consentAsked(Made.consent),
            .consentGiven(Made.consent),
            .loggedIn(Made.ada, at: .fake),
            .codeIssued(IssuedCode(access: Made.access, redirectURI: Made.redirectURI)),
            Made.issued(.codeRedeemed), Made.issued(.refreshed), Made.issued(.refreshRepeated),
            Made.issued(.clientGranted, nil),
            .introspected(Made.introspected(nil)), .introspected(Made.introspected(.tokenExpired)),
            .introspectedAgain,
            .revoked(Revoked(what: .grant, client: Made.client)),
            .revoked(Revoked(what: .unknown, client: Made.client)), .loggedOut,
            .keyChanged(Made.keyChange(.rotated)), .keyChanged(Made.keyChange(.retired)),
            .clientJudged(Made.documented, .approved), .clientJudged(Made.documented, .denied),
            .refused(OAuthError(AuthorizationReason.challengeMissing).of(Made.client.id)),
            .limited(Made.limited(.grantTooOften)), .unasked(HTTPRefusal(.pathUnknown)), .nothing,
        ]
    }()
}
