/// `token_endpoint_auth_method` (RFC 7591 §2).
package enum ClientAuthenticationMethod: String, CaseIterable, Sendable {
    case none
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"
    /// RFC 7523 §2.2, OpenID Connect Core §9.
    case privateKeyJWT = "private_key_jwt"

    /// What is on where nobody says. A written list, as ``GrantType/standing``.
    package static let standing: [ClientAuthenticationMethod] = [
        .none, .clientSecretBasic, .clientSecretPost,
    ]

    /// It shows a signature that only the client's key makes.
    package var hasKey: Bool { self == .privateKeyJWT }

    /// It shows a secret that both sides know.
    package var hasSecret: Bool {
        switch self {
        case .none, .privateKeyJWT: false
        case .clientSecretBasic, .clientSecretPost: true
        }
    }
}
