/// A client that doesn't say, or can't prove, who it is (RFC 6749 §2.3). Who fails is not told whether there is such a client, and not
/// what was wrong.
package enum ClientReason: String, RefusalReason {
    case clientUnnamed, clientUnknown, clientIDMalformed
    case secretMissing, secretUnexpected, secretWrong, otherMethod
    case assertionMissing, assertionUnread, assertionMalformed, assertionAlgorithm, assertionType
    case assertionClaims, assertionSubject, assertionIssuer, assertionOtherClient, assertionAudience
    case assertionEndless, assertionExpired, assertionTooLong, assertionEarly, assertionNameless
    case assertionKey, assertionSignature, assertionReplayed, keysAway, keyLeftOut
    case repeatedHeader, twoMethods, otherClientID, malformedBasic

    private static var failed: StaticString { "client authentication failed" }

    package var rule: RefusalRule {
        switch self {
        case .clientUnnamed:
            RefusalRule(
                .invalidClient, "RFC 6749 §3.2.1", "the request names no client; send client_id",
                remedy: "have the client send its client_id, in the form or by HTTP Basic")
        case .clientUnknown:
            RefusalRule(
                .invalidClient, "RFC 6749 §5.2", Self.failed, finding: "no client has this id",
                remedy:
                    "have the client register again: its registration has expired, or it was made at another server"
            )
        case .clientIDMalformed:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.2", Self.failed, finding: "what was sent can't be a client id",
                remedy: "have the client send the client_id as it was given it")
        case .secretMissing:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.3.1", Self.failed, finding: "the secret is missing",
                remedy:
                    "have the client send its secret, or register it with token_endpoint_auth_method none")
        case .secretUnexpected:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.3.1", Self.failed, finding: "a public client sent a secret",
                remedy: "have the client send no secret, or register it with a method that has one")
        case .secretWrong:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.3.1", Self.failed, finding: "the secret is wrong",
                remedy:
                    "compare the client's secret with the one that it was given or that the manifest names")
        case .otherMethod:
            RefusalRule(
                .invalidClient, "RFC 7591 §2", Self.failed,
                finding: "the client used another method than it is registered for",
                remedy: "have the client use its token_endpoint_auth_method, or register it with the other")
        case .assertionMissing:
            RefusalRule(
                .invalidClient, "RFC 7523 §2.2", Self.failed, finding: "the client_assertion is missing",
                remedy:
                    "have the client sign a client_assertion, or register it with token_endpoint_auth_method none"
            )
        case .assertionUnread:
            RefusalRule(
                .invalidRequest, "RFC 7521 §4.2",
                "client_assertion and client_assertion_type go together, and the type is urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                remedy: "have the client send both")
        case .assertionMalformed:
            RefusalRule(
                .invalidClient, "RFC 7515 §5.2", Self.failed,
                finding: "the client_assertion is not a signed token in compact form",
                remedy: "have the client send a JWT in three parts of base64url, without crit and b64")
        case .assertionAlgorithm:
            RefusalRule(
                .invalidClient, "RFC 8725 §3.1", Self.failed,
                finding: "the client_assertion is signed in a way that is not taken",
                remedy: "have the client sign with ES256, ES384, RS256, PS256 or EdDSA")
        case .assertionType:
            RefusalRule(
                .invalidClient, "RFC 8725 §3.11", Self.failed,
                finding: "the client_assertion is a token for something else",
                remedy: "have the client leave typ out, or say JWT or client-authentication+jwt")
        case .assertionClaims:
            RefusalRule(
                .invalidClient, "RFC 7519 §7.2", Self.failed,
                finding: "the claims of the client_assertion are not one JSON object without repeated names",
                remedy: "have the client sign a JSON object")
        case .assertionSubject:
            RefusalRule(
                .invalidClient, "RFC 7523 §3", Self.failed,
                finding: "the client_assertion has no sub, or one that can't be a client id",
                remedy: "have the client put its client_id into sub and iss")
        case .assertionIssuer:
            RefusalRule(
                .invalidClient, "RFC 7523 §3", Self.failed,
                finding: "iss of the client_assertion is not its sub",
                remedy: "have the client put its client_id into sub and iss")
        case .assertionOtherClient:
            RefusalRule(
                .invalidClient, "RFC 7521 §4.2", Self.failed,
                finding: "client_id is not the sub of the client_assertion",
                remedy: "have the client send the client_id of the key that it signs with, or none")
        case .assertionAudience:
            RefusalRule(
                .invalidClient, "RFC 7523 §3", Self.failed,
                finding: "aud of the client_assertion is not this server, and nothing else",
                remedy: "have the client put the issuer into aud, letter for letter and as the only value")
        case .assertionEndless:
            RefusalRule(
                .invalidClient, "RFC 7523 §3", Self.failed, finding: "the client_assertion has no exp",
                remedy: "have the client say in exp when it ends, a few minutes from now")
        case .assertionExpired:
            RefusalRule(
                .invalidClient, "RFC 7523 §3", Self.failed, finding: "the client_assertion has expired",
                remedy: "have the client make one for each request, and compare the clocks")
        case .assertionTooLong:
            RefusalRule(
                .invalidClient, "RFC 7523 §3", Self.failed,
                finding: "the client_assertion ends more than an hour from now",
                remedy: "have the client choose an exp a few minutes from now, and compare the clocks")
        case .assertionEarly:
            RefusalRule(
                .invalidClient, "RFC 7523 §3", Self.failed,
                finding: "iat or nbf of the client_assertion is more than 30 seconds from now, or no number",
                remedy: "compare the clocks of client and server")
        case .assertionNameless:
            RefusalRule(
                .invalidClient, "RFC 7523 §3", Self.failed, finding: "the client_assertion has no jti",
                remedy: "have the client put a new random text into jti each time")
        case .assertionKey:
            RefusalRule(
                .invalidClient, "RFC 7515 §4.1.4", Self.failed,
                finding: "the client has no key of this kid for this algorithm",
                remedy: "compare the key that the client signs with and the keys that it is known by")
        case .assertionSignature:
            RefusalRule(
                .invalidClient, "RFC 7515 §5.2", Self.failed,
                finding: "the signature of the client_assertion is wrong",
                remedy: "compare the key that the client signs with and the keys that it is known by")
        case .assertionReplayed:
            RefusalRule(
                .invalidClient, "RFC 7523 §3", Self.failed,
                finding: "a client_assertion with this jti was taken before",
                remedy:
                    "have the client make one for each request; if it does, somebody else has seen it")
        case .keysAway:
            RefusalRule(
                .temporarilyUnavailable, "RFC 7591 §2",
                "the keys of the client can't be had; try again in a moment",
                finding: "the client's jwks_uri can't be fetched",
                remedy: "see whether this server reaches the client's jwks_uri")
        case .keyLeftOut:
            RefusalRule(
                .invalidClient, "RFC 6749 §6", Self.failed,
                finding: "a grant that was made with a key was to be refreshed without one",
                remedy: "have the client sign a client_assertion, as it did when the grant began")
        case .repeatedHeader:
            RefusalRule(
                .invalidRequest, "RFC 9110 §11.6.2", "the Authorization header is repeated",
                remedy: "have the client, or the proxy in front of this server, send it once")
        case .twoMethods:
            RefusalRule(
                .invalidRequest, "RFC 6749 §2.3",
                "the client authenticates in two ways at once",
                remedy: "have the client prove who it is in one way")
        case .otherClientID:
            RefusalRule(
                .invalidRequest, "RFC 6749 §2.3",
                "client_id in the body is not the one in the Authorization header",
                remedy: "have the client send one client_id")
        case .malformedBasic:
            RefusalRule(
                .invalidClient, "RFC 6749 §2.3.1",
                "the Authorization header is not well-formed Basic authentication",
                remedy: "have the client send base64 of id:secret, each form-encoded before")
        }
    }
}
