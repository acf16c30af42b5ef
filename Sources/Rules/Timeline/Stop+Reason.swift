import OAuthCore
import OAuthModel
package import Web

extension Stop {
    /// Where it ends that a rule was broken.
    package init(of reason: any Reason) {
        self =
            switch reason {
            case let reason as InactiveReason: Self.of(reason)
            case let reason as AuthorizationReason:
                reason == .consentDenied ? .personRefused : .requestRefused
            case let reason as LoginReason: reason == .loginDenied ? .personRefused : .loginRefused
            case let reason as DocumentReason:
                reason == .documentUnapproved ? .documentAwaited : .documentRefused
            case let reason as UpstreamReason: Self.of(reason)
            case let reason as TokenReason: Self.of(reason)
            case let reason as HTTPReason: Self.of(reason)
            case is RegistrationReason: .registrationRefused
            case is ClientReason: .clientRefused
            case is IntrospectionReason: .callerRefused
            case is OperatorReason: .onlookerRefused
            case is FormReason: .formRefused
            case is LimitReason: .putOff
            case is ServerReason: .serverFailed
            default: .unanswered
            }
    }

    private static func of(_ reason: InactiveReason) -> Stop {
        switch reason {
        case .tokenExpired: .tokenExpiredThere
        case .tokenSuperseded: .tokenReplacedThere
        case .tokenForAnotherResource: .tokenElsewhere
        case .tokenRevoked: .tokenEndedThere
        case .tokenMalformed, .tokenOfAnotherKind, .tokenUnknown: .tokenUnreadable
        }
    }

    private static func of(_ reason: UpstreamReason) -> Stop {
        switch reason {
        case .upstreamEnded, .upstreamForgotten, .upstreamUnreachable, .upstreamBusy: .refreshRefused
        case .answerMixedUp, .upstreamUnknown: .loginRefused
        case .discoveryAway, .keysAway, .tokensAway, .userinfoAway, .discoveryMalformed, .discoveryForeign,
            .tokensRefused, .tokensMalformed, .userinfoMalformed, .answerRefused, .answerIssuerMissing,
            .answerIssuerForeign, .upstreamCodeRefused, .idTokenMissing, .idTokenMalformed, .idTokenUnsigned,
            .idTokenAlgorithm, .idTokenKey, .idTokenSignature, .idTokenIssuer, .idTokenAudience,
            .idTokenParty, .idTokenNonce, .idTokenExpired, .idTokenEarly, .idTokenClaims, .userinfoForeign:
            .providerFailed
        case .personNameless, .personUnfit, .claimMissing, .groupsElsewhere, .organizationForeign,
            .emailMissing, .emailUnverified, .personUnlisted, .personScopeless:
            .personNotLetIn
        }
    }

    private static func of(_ reason: TokenReason) -> Stop {
        switch reason {
        case .codeMissing, .codeMalformed, .codeUnknown, .codeExpired, .codeEnded, .codeOfAnotherClient,
            .codeVerifierMissing, .codeVerifierMalformed, .codeVerifierWrong, .redirectURIDiffers,
            .codeReused, .codeReuseUnconfirmed:
            .codeRefused
        case .refreshTokenMissing, .refreshTokenMalformed, .refreshTokenUnknown, .refreshTokenEnded,
            .refreshTokenOfAnotherClient, .refreshAnswerUnreadable, .refreshParametersDiffer,
            .refreshTokenReused, .refreshTokenReuseUnconfirmed:
            .refreshRefused
        case .grantTypeMissing, .grantTypeUnsupported, .grantTypeUnregistered, .resourceUngranted,
            .resourceGone, .scopeUngranted:
            .tokenRefused
        }
    }

    private static func of(_ reason: HTTPReason) -> Stop {
        switch reason {
        case .peerTooOften, .connectionsOfPeerTaken, .memoryOfPeerTaken: .putOff
        case .connectionsTaken, .memoryTaken, .handlerTimeout: .serverFailed
        case .malformed, .slow, .bodyTooLarge, .coded, .expectationUnknown, .headerTooLarge, .pathUnknown,
            .switchedOff, .methodUnsupported, .misdirected:
            .unanswered
        }
    }
}
