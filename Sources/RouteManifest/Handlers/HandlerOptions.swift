package import OAuthModel

/// What stands under `with` of a route, typed by its handler.
package enum HandlerOptions: Sendable, Equatable {
    /// The handler has no options.
    case none
    case metadata(MetadataOptions)
    case token(TokenOptions)
}

/// `with` of `oauth.metadata`.
package struct MetadataOptions: Sendable, Equatable {
    /// `service_documentation` (RFC 8414 §2): a page for people who write clients.
    package let serviceDocumentation: String?
}

/// `with` of `oauth.token`.
package struct TokenOptions: Sendable, Equatable {
    package let grantTypes: [GrantType]
    package let authMethods: [ClientAuthenticationMethod]
}
