/// A token request that gets no tokens, behind client authentication (RFC 6749 §5.2).
package enum TokenReason: String, RefusalReason {
    case grantTypeMissing, grantTypeUnsupported, grantTypeUnregistered
    case codeMissing, codeMalformed, codeUnknown, codeExpired, codeEnded, codeOfAnotherClient
    case codeVerifierMissing, codeVerifierMalformed, codeVerifierWrong, redirectURIDiffers
    case codeReused, codeReuseUnconfirmed
    case refreshTokenMissing, refreshTokenMalformed, refreshTokenUnknown, refreshTokenEnded
    case refreshTokenOfAnotherClient, refreshAnswerUnreadable
    case refreshParametersDiffer, refreshTokenReused, refreshTokenReuseUnconfirmed
    case resourceUngranted, resourceGone, scopeUngranted

    private static var deadCode: StaticString {
        "the code is invalid, expired, or was issued to another client"
    }
    private static var deadRefreshToken: StaticString {
        "the refresh token is invalid, expired, revoked, or was issued to another client"
    }
    private static var startAgain: StaticString { "have the client begin a new authorization" }
    private static var theft: StaticString {
        "find out who else has it: a second use is a client without memory, two that share one, or a thief"
    }
    private static var storeAway: StaticString {
        "the server can't reach its store; try again in a moment"
    }

    package var rule: RefusalRule {
        switch self {
        case .grantTypeMissing:
            RefusalRule(
                .invalidRequest, "RFC 6749 §4.1.3", "grant_type is missing",
                remedy: "have the client send grant_type, in the form")
        case .grantTypeUnsupported:
            RefusalRule(
                .unsupportedGrantType, "RFC 6749 §5.2",
                "grant_type is not one that this server offers; see its metadata",
                remedy: "have the client use one of grant_types_supported, or list it under 'grant_types'")
        case .grantTypeUnregistered:
            RefusalRule(
                .unauthorizedClient, "RFC 6749 §5.2", "the client is not registered for",
                remedy: "register the client with this grant type")
        case .codeMissing:
            RefusalRule(
                .invalidRequest, "RFC 6749 §4.1.3", "code is missing",
                remedy: "have the client send the code that the redirect brought")
        case .codeMalformed:
            RefusalRule(
                .invalidGrant, "RFC 6749 §5.2", Self.deadCode,
                finding: "the code is none that this server made",
                remedy: "have the client send the code as it came, decoded once")
        case .codeUnknown:
            RefusalRule(
                .invalidGrant, "RFC 6749 §5.2", Self.deadCode,
                finding: "the code is not known, or not any more",
                remedy:
                    "have the client begin again, and redeem its code at once and at the issuer that made it")
        case .codeExpired:
            RefusalRule(
                .invalidGrant, "RFC 6749 §4.1.2", Self.deadCode, finding: "the code has expired",
                remedy:
                    "have the client redeem its code at once; tokens.authorization_code says how long it is good"
            )
        case .codeEnded:
            RefusalRule(
                .invalidGrant, "RFC 6749 §4.1.2", Self.deadCode,
                finding: "the code's grant has been ended: revoked, used twice, or guessed at too often",
                remedy: Self.startAgain)
        case .codeOfAnotherClient:
            RefusalRule(
                .invalidGrant, "RFC 6749 §4.1.3", Self.deadCode, finding: "the code is another client's",
                remedy: "have the client redeem the code with the client_id that it asked with")
        case .codeVerifierMissing:
            RefusalRule(
                .invalidGrant, "RFC 7636 §4.5", "code_verifier is missing",
                remedy: "have the client send the verifier that its code_challenge was made of")
        case .codeVerifierMalformed:
            RefusalRule(
                .invalidGrant, "RFC 7636 §4.1", "code_verifier must be 43 to 128 unreserved characters",
                remedy: "have the client make its verifier of letters, digits and -._~")
        case .codeVerifierWrong:
            RefusalRule(
                .invalidGrant, "RFC 7636 §4.6", Self.deadCode,
                finding: "the code_verifier does not fit the code_challenge",
                remedy: "have the client keep the verifier of each authorization until it has its code")
        case .redirectURIDiffers:
            RefusalRule(
                .invalidGrant, "RFC 6749 §4.1.3",
                "redirect_uri is not the one of the authorization request",
                remedy: "have the client send the same redirect_uri twice, letter for letter, or leave it out"
            )
        case .codeReused:
            RefusalRule(
                .invalidGrant, "RFC 6749 §4.1.2",
                "the code was redeemed before; all tokens issued for it are revoked",
                finding: "a code was redeemed a second time: its grant is revoked",
                remedy: Self.theft, isAlarming: true)
        case .codeReuseUnconfirmed:
            RefusalRule(
                .temporarilyUnavailable, "RFC 6749 §4.1.2", Self.storeAway,
                finding:
                    "a code was redeemed a second time: its grant is revoked, but the store confirms it not yet",
                remedy: Self.theft, isAlarming: true)
        case .refreshTokenMissing:
            RefusalRule(
                .invalidRequest, "RFC 6749 §6", "refresh_token is missing",
                remedy: "have the client send the refresh token that it was given last")
        case .refreshTokenMalformed:
            RefusalRule(
                .invalidGrant, "RFC 6749 §5.2", Self.deadRefreshToken,
                finding: "the refresh token is none that this server made",
                remedy: "have the client send the refresh token as it came")
        case .refreshTokenUnknown:
            RefusalRule(
                .invalidGrant, "RFC 6749 §5.2", Self.deadRefreshToken,
                finding: "the refresh token is not known, or not any more",
                remedy:
                    "have the client begin a new authorization, and keep the newest refresh token it is given"
            )
        case .refreshTokenEnded:
            RefusalRule(
                .invalidGrant, "RFC 6749 §6", Self.deadRefreshToken,
                finding: "the refresh token's grant was ended a moment ago", remedy: Self.startAgain)
        case .refreshTokenOfAnotherClient:
            RefusalRule(
                .invalidGrant, "RFC 6749 §6", Self.deadRefreshToken,
                finding: "the refresh token is another client's",
                remedy: "have the client refresh with the client_id that the token was issued to")
        case .refreshAnswerUnreadable:
            RefusalRule(
                .invalidGrant, "RFC 9700 §4.14.2", Self.deadRefreshToken,
                finding: "the answer that is to be repeated can't be opened",
                remedy: "have the client begin a new authorization; look whether the store was tampered with")
        case .refreshParametersDiffer:
            RefusalRule(
                .invalidGrant, "RFC 9700 §4.14.2",
                "the refresh token was used a moment ago with other parameters",
                remedy: "have the client refresh one at a time, and use the newest refresh token")
        case .refreshTokenReused:
            RefusalRule(
                .invalidGrant, "RFC 9700 §4.14.2",
                "the refresh token was used before; the grant is revoked",
                finding: "a refresh token was used a second time: its grant is revoked",
                remedy: Self.theft, isAlarming: true)
        case .refreshTokenReuseUnconfirmed:
            RefusalRule(
                .temporarilyUnavailable, "RFC 9700 §4.14.2", Self.storeAway,
                finding:
                    "a refresh token was used a second time: its grant is revoked, but the store confirms it not yet",
                remedy: Self.theft, isAlarming: true)
        case .resourceUngranted:
            RefusalRule(
                .invalidTarget, "RFC 8707 §2.2", "resource is not one that was authorized",
                remedy: "have the client send the resource that it asked for when it sent the browser here")
        case .resourceGone:
            RefusalRule(
                .invalidTarget, "RFC 8707 §2.2",
                "what was authorized is not a resource of this server any more",
                remedy:
                    "put the resource back under 'resources', or have the client begin a new authorization")
        case .scopeUngranted:
            RefusalRule(
                .invalidScope, "RFC 6749 §6", "scope is wider than what was granted",
                remedy: "have the client ask for what it was granted or less, or begin a new authorization")
        }
    }
}
