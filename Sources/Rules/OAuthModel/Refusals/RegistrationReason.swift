/// A client that can't be registered as it asks (RFC 7591 §3.2.2).
package enum RegistrationReason: String, RefusalReason {
    case notJSON, malformedJSON, notAnObject
    case redirectURIsMissing, tooManyRedirectURIs
    case redirectURINotAbsolute, redirectURIWildcard, redirectURIFragment, redirectURIUserInfo
    case redirectURIAnsweringQuery, redirectURIHost, redirectURIPlainHTTP, redirectURIPlainHTTPElsewhere
    case redirectURIBrowserScheme, redirectURIScheme
    case keysTwice, keyNotPublic, keysUnusable, keysMissing, keysURIMalformed, authMethodUnsupported
    case grantTypesMalformed, grantTypesUnsupported, responseTypesMalformed, responseTypesUnsupported
    case clientScopeMalformed, applicationTypeUnknown, nameTooLong, pageNotAWebAddress, memberMalformed
    case metadataTooLarge, placesTaken

    private static var uris: StaticString {
        "have the client register an absolute https URI, or http on localhost"
    }

    package var rule: RefusalRule {
        switch self {
        case .notJSON:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §3.1",
                "the body must be application/json, and its type is",
                remedy: "have the client send JSON, and say so in Content-Type")
        case .malformedJSON:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §3.1",
                "the body is not JSON that this server reads: one object, no name twice, 8 levels",
                remedy: "have the client send one JSON object")
        case .notAnObject:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §3.1", "the body must be a JSON object",
                remedy: "have the client send one JSON object")
        case .redirectURIsMissing:
            RefusalRule(
                .invalidRedirectURI, "RFC 7591 §2", "redirect_uris must be an array of at least one URI",
                remedy: "have the client say where its answers go")
        case .tooManyRedirectURIs:
            RefusalRule(
                .invalidRedirectURI, "RFC 7591 §2", "redirect_uris has more than 20 entries",
                remedy: "have the client register fewer; on this machine any port is right")
        case .redirectURINotAbsolute:
            RefusalRule(
                .invalidRedirectURI, "RFC 6749 §3.1.2",
                "a redirect URI is not an absolute URI in ASCII of at most 2048 characters", remedy: Self.uris
            )
        case .redirectURIWildcard:
            RefusalRule(
                .invalidRedirectURI, "RFC 9700 §2.1", "a redirect URI must not have a wildcard",
                remedy: "have the client register each URI; they are compared letter for letter")
        case .redirectURIFragment:
            RefusalRule(
                .invalidRedirectURI, "RFC 6749 §3.1.2", "a redirect URI must not have a fragment",
                remedy: "have the client leave the # and what follows out")
        case .redirectURIUserInfo:
            RefusalRule(
                .invalidRedirectURI, "RFC 3986 §3.2.1", "a redirect URI must not have userinfo",
                remedy: "have the client leave the @ and what stands before it out")
        case .redirectURIAnsweringQuery:
            RefusalRule(
                .invalidRedirectURI, "RFC 6749 §4.1.2",
                "a redirect URI must not have a query with code, state, iss or error of its own",
                remedy: "have the client choose other names for its own parameters")
        case .redirectURIHost:
            RefusalRule(
                .invalidRedirectURI, "RFC 3986 §3.2.2",
                "a redirect URI has no host, or one that is not a host name", remedy: Self.uris)
        case .redirectURIPlainHTTP:
            RefusalRule(
                .invalidRedirectURI, "RFC 8252 §7.3",
                "an http redirect URI must be on localhost, 127.0.0.1 or [::1]; use https elsewhere",
                remedy: Self.uris)
        case .redirectURIPlainHTTPElsewhere:
            RefusalRule(
                .invalidRedirectURI, "RFC 8252 §7.3",
                "an http redirect URI must be on this machine, or on a host that the manifest lists under server.development_hosts",
                remedy: "list the host under server.development_hosts, or use https")
        case .redirectURIBrowserScheme:
            RefusalRule(
                .invalidRedirectURI, "RFC 8252 §7.1",
                "a redirect URI has a scheme that browsers keep for themselves", remedy: Self.uris)
        case .redirectURIScheme:
            RefusalRule(
                .invalidRedirectURI, "RFC 8252 §7.1",
                "a redirect URI has a scheme that is not allowed; in the manifest, list it under registration.schemes",
                remedy: "list the scheme under registration.schemes")
        case .keysTwice:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2",
                "jwks and jwks_uri exclude each other; send one of them",
                remedy: "have the client send its keys in one way")
        case .keyNotPublic:
            RefusalRule(
                .invalidClientMetadata, "RFC 7517 §9.3",
                "jwks has a key that is not public; replace it, and send public ones",
                remedy:
                    "the key has been given away: have the client make a new one, and send its public half")
        case .keysUnusable:
            RefusalRule(
                .invalidClientMetadata, "RFC 7517 §5",
                "jwks is no set of public keys of which one signs with ES256, ES384, RS256, PS256 or EdDSA",
                remedy: "have the client send { \"keys\": [...] }, at most 32, as RFC 7517 writes them")
        case .keysMissing:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2",
                "private_key_jwt needs the client's public keys: send jwks or jwks_uri",
                remedy: "have the client send its public keys, or where it serves them")
        case .keysURIMalformed:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2",
                "jwks_uri must be an https URL with a path, without fragment and userinfo",
                remedy: "have the client name where it serves its keys")
        case .authMethodUnsupported:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2",
                "token_endpoint_auth_method is none of token_endpoint_auth_methods_supported",
                remedy:
                    "have the client name one that is offered, or list it under 'token_endpoint_auth_methods'"
            )
        case .grantTypesMalformed:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2", "grant_types must be an array of strings",
                remedy: "have the client send an array of strings, or leave it out")
        case .grantTypesUnsupported:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2",
                "grant_types has none that this server can begin with, such as authorization_code",
                remedy: "have the client ask for authorization_code, or list the grant under 'grant_types'")
        case .responseTypesMalformed:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2", "response_types must be an array of strings",
                remedy: "have the client send an array of strings, or leave it out")
        case .responseTypesUnsupported:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2.1",
                "response_types needs code, the only one that this server offers",
                remedy: "have the client ask for code, or leave response_types out")
        case .clientScopeMalformed:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2",
                "scope must be a string of scope tokens between spaces",
                remedy: "have the client send a string, not an array")
        case .applicationTypeUnknown:
            RefusalRule(
                .invalidClientMetadata, "OpenID Connect Registration §2",
                "application_type must be native or web",
                remedy: "have the client say native or web, or leave it out")
        case .nameTooLong:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2",
                "client_name must be a string of at most 2048 bytes",
                remedy: "have the client choose a shorter name")
        case .pageNotAWebAddress:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2",
                "client_uri, logo_uri, tos_uri and policy_uri must be web addresses",
                remedy: "have the client send http or https addresses, or leave them out")
        case .memberMalformed:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §2",
                "contacts must be an array of strings, software_id and software_version strings, of at most 2048 bytes",
                remedy: "have the client send them so, or leave them out")
        case .metadataTooLarge:
            RefusalRule(
                .invalidClientMetadata, "RFC 7591 §3.2.2",
                "the metadata take more than 8 KiB in all; register fewer or shorter redirect URIs and web addresses",
                remedy: "have the client register less")
        case .placesTaken:
            RefusalRule(
                .temporarilyUnavailable, "RFC 7591 §5",
                "this server has as many clients as it takes, and all of them are in use",
                finding: "registration.max_clients is reached, and every client may have a live grant",
                remedy: "raise registration.max_clients, or list clients under 'clients'")
        }
    }
}
