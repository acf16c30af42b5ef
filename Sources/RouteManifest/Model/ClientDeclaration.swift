package import OAuthModel

/// One entry of `clients`: a client that is known without registration.
package struct ClientDeclaration: Sendable, Equatable {
    package let id: String
    package let name: String
    package let redirectURIs: [String]
    package let authentication: Authentication
    package let grantTypes: [GrantType]
    /// The most it can be granted; nil: every declared scope.
    package let scopeCeiling: [ScopeName]?
    package let applicationType: ApplicationType

    /// `token_endpoint_auth_method` together with the secret that it needs.
    package enum Authentication: Sendable, Equatable {
        case none
        case secretBasic(SecretText)
        case secretPost(SecretText)
    }
}
