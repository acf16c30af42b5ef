/// An authorization request that is not granted (RFC 6749 §4.1.2.1).
package enum AuthorizationReason: String, RefusalReason {
    case clientOrRedirectRepeated, clientMissing, clientUnregistered
    case redirectURIMissing, redirectURIUnregistered
    case stateTooLong, responseTypeMissing, responseTypeUnsupported, codeGrantUnregistered
    case requestObject, responseModeUnsupported
    case challengeMissing, challengeMethodUnsupported, challengeMalformed
    case scopeMalformed, scopeUnknown, scopeBeyondCeiling
    case resourceUnknown, scopeMeaningless
    case loginRequired, consentRequired
    case consentDenied

    package var rule: RefusalRule {
        switch self {
        case .clientOrRedirectRepeated:
            RefusalRule(
                .invalidRequest, "RFC 6749 §3.1", "client_id or redirect_uri is repeated",
                remedy: "have the client send each of them once")
        case .clientMissing:
            RefusalRule(
                .invalidRequest, "RFC 6749 §4.1.1", "client_id is missing",
                remedy: "have the client register, and send the client_id that it is given")
        case .clientUnregistered:
            RefusalRule(
                .invalidClient, "RFC 6749 §3.1.2.4",
                "no client with this client_id is registered here; register it again",
                remedy:
                    "clear what the client remembers of this server, so that it registers again; or list it under 'clients'"
            )
        case .redirectURIMissing:
            RefusalRule(
                .invalidRequest, "RFC 6749 §3.1.2.3",
                "redirect_uri is missing, and the client registered more than one",
                remedy: "have the client send the one of its redirect URIs that it means")
        case .redirectURIUnregistered:
            RefusalRule(
                .invalidRequest, "RFC 6749 §3.1.2.4", "redirect_uri is not one that the client registered",
                remedy:
                    "register the URI that is sent, letter for letter, or have the client send a registered one"
            )
        case .stateTooLong:
            RefusalRule(
                .invalidRequest, "RFC 6749 §4.1.1", "state is longer than 8192 bytes",
                remedy: "have the client keep its state at home and send a name for it")
        case .responseTypeMissing:
            RefusalRule(
                .invalidRequest, "RFC 6749 §4.1.1", "response_type is missing; it must be code",
                remedy: "have the client send response_type=code")
        case .responseTypeUnsupported:
            RefusalRule(
                .unsupportedResponseType, "RFC 6749 §4.1.1", "response_type must be code",
                remedy: "have the client use the authorization code grant: OAuth 2.1 has no implicit one")
        case .codeGrantUnregistered:
            RefusalRule(
                .unauthorizedClient, "RFC 6749 §4.1.2.1", "the client is not registered for",
                remedy: "register the client with this grant type, and list it under 'grant_types'")
        case .requestObject:
            RefusalRule(
                .invalidRequest, "RFC 9101 §6.1", "request objects are not supported; send plain parameters",
                remedy: "have the client send plain parameters")
        case .responseModeUnsupported:
            RefusalRule(
                .invalidRequest, "OAuth 2.0 Multiple Response Types §2.1", "response_mode must be query",
                remedy: "have the client leave response_mode out")
        case .challengeMissing:
            RefusalRule(
                .invalidRequest, "RFC 7636 §4.3", "code_challenge is missing; PKCE with S256 is required",
                remedy: "have the client use PKCE: code_challenge, and code_challenge_method=S256")
        case .challengeMethodUnsupported:
            RefusalRule(
                .invalidRequest, "RFC 7636 §4.3", "code_challenge_method must be S256",
                remedy: "have the client send code_challenge_method=S256; plain proves nothing")
        case .challengeMalformed:
            RefusalRule(
                .invalidRequest, "RFC 7636 §4.2",
                "code_challenge must be 43 to 128 characters of the base64url alphabet",
                remedy: "have the client send base64url of the SHA-256 of its verifier, without padding")
        case .scopeMalformed:
            RefusalRule(
                .invalidScope, "RFC 6749 §3.3", "scope has a character that no scope token can have",
                remedy: "have the client send scope tokens between single spaces")
        case .scopeUnknown:
            RefusalRule(
                .invalidScope, "RFC 6749 §3.3",
                "scope has a token that this server does not know; see scopes_supported",
                remedy: "have the client ask for what scopes_supported lists, or declare it under 'scopes'")
        case .scopeBeyondCeiling:
            RefusalRule(
                .invalidScope, "RFC 6749 §3.3", "scope is wider than this client may ask for",
                remedy: "have the client ask for less, or list more under its 'scopes' in the manifest")
        case .resourceUnknown:
            RefusalRule(
                .invalidTarget, "RFC 8707 §2", "resource is not one that this server issues tokens for",
                remedy:
                    "have the client send the resource of the protected resource metadata, or declare what it sends under 'resources'"
            )
        case .scopeMeaningless:
            RefusalRule(
                .invalidScope, "RFC 8707 §2.2",
                "no scope of the request means anything at the resource; see its metadata",
                remedy: "have the client ask for a scope of the resource, or list it there under 'resources'")
        case .loginRequired:
            RefusalRule(
                .loginRequired, "OpenID Connect Core §3.1.2.1",
                "prompt=none, but nobody is logged in in this browser",
                remedy: "have the client ask without prompt=none")
        case .consentRequired:
            RefusalRule(
                .consentRequired, "OpenID Connect Core §3.1.2.1",
                "prompt=none, but this server always asks for consent",
                remedy: "have the client ask without prompt=none")
        case .consentDenied:
            RefusalRule(
                .accessDenied, "RFC 6749 §4.1.2.1", "the resource owner denied the request",
                remedy: "nothing: it is the person's to decide")
        }
    }
}
