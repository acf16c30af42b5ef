/// Why a provider does not say who somebody is, or says somebody who is not let in. Strangers are told little, the operator all.
package enum UpstreamReason: String, RefusalReason {
    // The provider can't be asked.
    case discoveryAway, tokensAway, userinfoAway
    /// Its name is not that of a client's keys.
    case keysAway = "providerKeysAway"
    // It is not what the manifest says, or not what the specifications say.
    case discoveryMalformed, discoveryForeign, tokensRefused, tokensMalformed, userinfoMalformed
    // What the browser brought back.
    case answerRefused, answerIssuerMissing, answerIssuerForeign, answerMixedUp, upstreamCodeRefused
    // What it signed (OpenID Connect Core §3.1.3.7).
    case idTokenMissing, idTokenMalformed, idTokenUnsigned, idTokenAlgorithm, idTokenKey, idTokenSignature
    case idTokenIssuer, idTokenAudience, idTokenParty, idTokenNonce, idTokenExpired, idTokenEarly,
        idTokenClaims
    case userinfoForeign
    // Who it says it is.
    case personNameless, personUnfit, claimMissing, groupsElsewhere, organizationForeign
    case emailMissing, emailUnverified, personUnlisted, personScopeless
    // Which one.
    case upstreamUnknown
    // Whether a login still holds, at a refresh.
    case upstreamEnded, upstreamForgotten, upstreamUnreachable, upstreamBusy

    private static var later: StaticString {
        "the login can't be confirmed at the moment; try again in a while"
    }
    private static var unconfirmed: StaticString {
        "the login can't be confirmed; start again from the application"
    }
    private static var unlisted: StaticString { "this account may not sign in here" }
    private static var lookThere: StaticString {
        "run `mcp-auth upstream check NAME`: it asks the provider the same, and says what is wrong"
    }
    private static var attack: StaticString {
        "start again from the application; if it happens again, somebody may be standing between: look at where the provider's addresses lead"
    }

    package var rule: RefusalRule {
        switch self {
        case .discoveryAway:
            RefusalRule(
                .temporarilyUnavailable, "OpenID Connect Discovery §4", Self.later,
                finding: "the provider's configuration can't be had", remedy: Self.lookThere)
        case .keysAway:
            RefusalRule(
                .temporarilyUnavailable, "OpenID Connect Core §10.1", Self.later,
                finding: "the provider's keys can't be had", remedy: Self.lookThere)
        case .tokensAway:
            RefusalRule(
                .temporarilyUnavailable, "RFC 6749 §4.1.3", Self.later,
                finding: "the provider's token endpoint can't be reached", remedy: Self.lookThere)
        case .userinfoAway:
            RefusalRule(
                .temporarilyUnavailable, "OpenID Connect Core §5.3", Self.later,
                finding: "what the provider says of the person can't be had", remedy: Self.lookThere)
        case .discoveryMalformed:
            RefusalRule(
                .serverError, "OpenID Connect Discovery §3", Self.unconfirmed,
                finding: "the provider's configuration is not one", remedy: Self.lookThere)
        case .discoveryForeign:
            RefusalRule(
                .serverError, "OpenID Connect Discovery §4.3", Self.unconfirmed,
                finding: "the provider's configuration is of another issuer than the manifest's",
                remedy:
                    "write the issuer as the provider does, letter by letter: `mcp-auth upstream check NAME` shows both"
            )
        case .tokensRefused:
            RefusalRule(
                .serverError, "RFC 6749 §5.2", Self.unconfirmed,
                finding: "the provider refused this server at its token endpoint",
                remedy: "look at client_id, secret and redirect URI, here and at the provider")
        case .tokensMalformed:
            RefusalRule(
                .serverError, "RFC 6749 §5.1", Self.unconfirmed,
                finding: "what the provider's token endpoint answers is no token answer",
                remedy: Self.lookThere)
        case .userinfoMalformed:
            RefusalRule(
                .serverError, "OpenID Connect Core §5.3.2", Self.unconfirmed,
                finding: "what the provider says of the person can't be read", remedy: Self.lookThere)
        case .answerRefused:
            RefusalRule(
                .accessDenied, "RFC 6749 §4.1.2.1", Self.unconfirmed,
                finding: "the provider sent the browser back with an error",
                remedy:
                    "the error says what the provider did not like; often the redirect URI or a scope is not set up there"
            )
        case .answerIssuerMissing:
            RefusalRule(
                .invalidRequest, "RFC 9207 §2.4", Self.unconfirmed,
                finding:
                    "the provider's answer does not say whose it is, though the provider says that it does",
                remedy: Self.attack, isAlarming: true)
        case .answerIssuerForeign:
            RefusalRule(
                .invalidRequest, "RFC 9207 §2.4", Self.unconfirmed,
                finding: "the answer is of another provider than the one that was asked",
                remedy: Self.attack, isAlarming: true)
        case .answerMixedUp:
            RefusalRule(
                .invalidRequest, "RFC 9700 §4.4.2.2", Self.unconfirmed,
                finding:
                    "the login began at another provider than the one whose redirect URI it came back to",
                remedy: Self.attack, isAlarming: true)
        case .upstreamCodeRefused:
            RefusalRule(
                .invalidRequest, "RFC 6749 §5.2", Self.unconfirmed,
                finding: "the provider does not know the code: it was used, is too old, or was never made",
                remedy: "start again from the application")
        case .idTokenMissing:
            RefusalRule(
                .serverError, "OpenID Connect Core §3.1.3.3", Self.unconfirmed,
                finding: "the provider sent no ID token",
                remedy:
                    "the scopes have to have openid among them; a provider that has no ID tokens is of kind oauth2"
            )
        case .idTokenMalformed:
            RefusalRule(
                .serverError, "RFC 7515 §5.2", Self.unconfirmed,
                finding: "the provider's ID token can't be read", remedy: Self.lookThere)
        case .idTokenUnsigned:
            RefusalRule(
                .serverError, "OpenID Connect Core §3.1.3.7", Self.unconfirmed,
                finding: "the provider's ID token is not signed",
                remedy: "let the provider sign its ID tokens with a key, for this client", isAlarming: true)
        case .idTokenAlgorithm:
            RefusalRule(
                .serverError, "OpenID Connect Core §3.1.3.7", Self.unconfirmed,
                finding: "the provider's ID token is signed in a way that is not taken here",
                remedy: "let the provider sign with ES256, ES384, RS256, PS256 or EdDSA, for this client")
        case .idTokenKey:
            RefusalRule(
                .serverError, "OpenID Connect Core §10.1.1", Self.unconfirmed,
                finding: "the key of the provider's ID token is not among its keys", remedy: Self.lookThere)
        case .idTokenSignature:
            RefusalRule(
                .serverError, "OpenID Connect Core §3.1.3.7", Self.unconfirmed,
                finding: "the signature of the provider's ID token is wrong", remedy: Self.attack,
                isAlarming: true)
        case .idTokenIssuer:
            RefusalRule(
                .serverError, "OpenID Connect Core §3.1.3.7", Self.unconfirmed,
                finding: "the ID token is of another issuer", remedy: Self.attack, isAlarming: true)
        case .idTokenAudience:
            RefusalRule(
                .serverError, "OpenID Connect Core §3.1.3.7", Self.unconfirmed,
                finding: "the ID token is meant for another client", remedy: Self.attack, isAlarming: true)
        case .idTokenParty:
            RefusalRule(
                .serverError, "OpenID Connect Core §3.1.3.7", Self.unconfirmed,
                finding: "the ID token was given to another client", remedy: Self.attack, isAlarming: true)
        case .idTokenNonce:
            RefusalRule(
                .serverError, "OpenID Connect Core §3.1.3.7", Self.unconfirmed,
                finding: "the ID token is of another login", remedy: Self.attack, isAlarming: true)
        case .idTokenExpired:
            RefusalRule(
                .serverError, "OpenID Connect Core §3.1.3.7", Self.unconfirmed,
                finding: "the ID token is expired",
                remedy:
                    "compare the clocks of this machine and of the provider: `mcp-auth upstream check NAME` does"
            )
        case .idTokenEarly:
            RefusalRule(
                .serverError, "RFC 7519 §4.1.5", Self.unconfirmed,
                finding: "the ID token is of a time to come",
                remedy:
                    "compare the clocks of this machine and of the provider: `mcp-auth upstream check NAME` does"
            )
        case .idTokenClaims:
            RefusalRule(
                .serverError, "OpenID Connect Core §2", Self.unconfirmed,
                finding: "the ID token lacks a claim that every ID token has", remedy: Self.lookThere)
        case .userinfoForeign:
            RefusalRule(
                .serverError, "OpenID Connect Core §5.3.2", Self.unconfirmed,
                finding: "what the provider says of the person is of another person than the ID token",
                remedy: Self.attack, isAlarming: true)
        case .personNameless:
            RefusalRule(
                .accessDenied, "OpenID Connect Core §5.7", Self.unlisted,
                finding: "the provider does not say who it is: the claim for the subject is missing",
                remedy:
                    "`claims` of the upstream names the claim; `mcp-auth upstream try NAME` shows all that there are"
            )
        case .personUnfit:
            RefusalRule(
                .accessDenied, "OpenID Connect Core §2", Self.unlisted,
                finding: "the provider's name for the person can't be one here",
                remedy:
                    "a subject is 1 to 255 visible ASCII characters, and one that is mapped has no other provider's name before it"
            )
        case .claimMissing:
            RefusalRule(
                .accessDenied, "OpenID Connect Core §5.1", Self.unlisted,
                finding: "a claim is missing, or of another form, that the rules of the manifest look at",
                remedy:
                    "ask for it (`scopes`), or name it as the provider does (`claims`); `mcp-auth upstream try NAME` shows all that there are"
            )
        case .groupsElsewhere:
            RefusalRule(
                .accessDenied, "OpenID Connect Core §5.6.2", Self.unlisted,
                finding: "the person is in so many groups that the provider does not list them",
                remedy: "let the provider send only the groups that are assigned to this application")
        case .organizationForeign:
            RefusalRule(
                .accessDenied, "RFC 6749 §4.1.2.1", Self.unlisted,
                finding: "the person is of an organization that the manifest does not list",
                remedy:
                    "add it to `allow.organizations` of the upstream, if these people are meant to come in")
        case .emailMissing:
            RefusalRule(
                .accessDenied, "OpenID Connect Core §5.1", Self.unlisted,
                finding: "the provider does not say the person's e-mail address",
                remedy: "ask for it (`scopes`), or name the claim (`claims.email`)")
        case .emailUnverified:
            RefusalRule(
                .accessDenied, "OpenID Connect Core §5.1", Self.unlisted,
                finding: "the provider does not vouch for the person's e-mail address",
                remedy: "have it verified there; what a person wrote themselves proves nothing")
        case .personUnlisted:
            RefusalRule(
                .accessDenied, "RFC 6749 §4.1.2.1", Self.unlisted,
                finding: "nothing in `allow` of the upstream fits the person",
                remedy:
                    "add a domain, an address, a group or a subject there, if this person is meant to come in"
            )
        case .personScopeless:
            RefusalRule(
                .accessDenied, "RFC 6749 §3.3",
                "this account may use nothing of what the application asks for",
                finding: "no rule of the upstream's `grants` gives the person any scope that was asked for",
                remedy: "add the scope for this person's group there, if it is meant to be given")
        case .upstreamUnknown:
            RefusalRule(
                .invalidRequest, "RFC 6749 §3.1",
                "there is no such way to sign in here; start again from the application",
                remedy: "start again from the application")
        case .upstreamEnded:
            RefusalRule(
                .invalidGrant, "RFC 6749 §5.2", "the login that this token comes from is over; log in again",
                finding: "the provider says that the login is over, and so the grant ended",
                remedy: "log in again; who ended it at the provider knows why")
        case .upstreamForgotten:
            RefusalRule(
                .invalidGrant, "RFC 6749 §6", "the login that this token comes from is over; log in again",
                finding:
                    "nothing is kept that the provider could be asked with whether the login still holds",
                remedy:
                    "log in again; if it happens with each login, let the provider give refresh tokens to this server"
            )
        case .upstreamUnreachable:
            RefusalRule(
                .temporarilyUnavailable, "RFC 6749 §5.2",
                "whether the login still holds can't be found out at the moment; try again",
                finding:
                    "the provider can't be asked whether the login still holds, and confirmed it too long ago",
                remedy: Self.lookThere)
        case .upstreamBusy:
            RefusalRule(
                .temporarilyUnavailable, "RFC 6749 §5.2",
                "another refresh of the same token is under way; try again",
                finding: "another process is asking the provider for the same grant, and takes long",
                remedy: "try again; if it happens often, the provider is slow")
        }
    }
}
