/// One entry of `clients`: a client that is known without registration.
package struct ClientDeclaration: Sendable, Equatable {
    package let id: String
    package let name: String
    package let redirectURIs: [String]
    package let authentication: Authentication
    package let grantTypes: [GrantTypeName]
    /// The most it can be granted; nil: every declared scope.
    package let scopeCeiling: [ScopeName]?
    package let applicationType: ApplicationTypeName

    /// `token_endpoint_auth_method` together with the secret that it needs.
    package enum Authentication: Sendable, Equatable {
        case none
        case secretBasic(SecretText)
        case secretPost(SecretText)
    }
}

/// Grant types that this version serves, by their names on the wire (RFC 6749 §4.1.3, §6).
package enum GrantTypeName: String, CaseIterable, Sendable {
    case authorizationCode = "authorization_code"
    case refreshToken = "refresh_token"
}

/// How a client may authenticate at the token endpoint, by the names on the wire (RFC 7591 §2).
package enum ClientAuthenticationName: String, CaseIterable, Sendable {
    case none
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"
}

/// `application_type` (OpenID Connect Registration §2): a native client may vary the port of a loopback redirect.
package enum ApplicationTypeName: String, CaseIterable, Sendable {
    case native
    case web
}
