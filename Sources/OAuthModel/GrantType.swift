/// `grant_type` (RFC 6749 §4): those that this server knows.
package enum GrantType: String, CaseIterable, Sendable {
    case authorizationCode = "authorization_code"
    case refreshToken = "refresh_token"
}

/// `token_endpoint_auth_method` (RFC 7591 §2).
package enum ClientAuthenticationMethod: String, CaseIterable, Sendable {
    case none
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"
}

/// `application_type` (OpenID Connect Registration §2).
package enum ApplicationType: String, CaseIterable, Sendable {
    case native
    case web
}
