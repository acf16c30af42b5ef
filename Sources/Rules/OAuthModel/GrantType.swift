/// `grant_type` (RFC 6749 §4): those that this server knows.
package enum GrantType: String, CaseIterable, Sendable {
    case authorizationCode = "authorization_code"
    case refreshToken = "refresh_token"

    /// What is on where nobody says. A written list: with a case more, no manifest that exists offers more.
    package static let standing: [GrantType] = [.authorizationCode, .refreshToken]
}

/// `token_endpoint_auth_method` (RFC 7591 §2).
package enum ClientAuthenticationMethod: String, CaseIterable, Sendable {
    case none
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"

    /// What is on where nobody says. A written list, as ``GrantType/standing``.
    package static let standing: [ClientAuthenticationMethod] = [
        .none, .clientSecretBasic, .clientSecretPost,
    ]
}

/// `application_type` (OpenID Connect Registration §2).
package enum ApplicationType: String, CaseIterable, Sendable {
    case native
    case web
}
