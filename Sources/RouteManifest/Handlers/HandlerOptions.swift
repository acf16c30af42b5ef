package import OAuthModel

/// What stands under `with` of a route, typed by its handler.
package enum HandlerOptions: Sendable, Equatable {
    /// The handler has no options.
    case none
    case metadata(MetadataOptions)
    case authorize(AuthorizeOptions)
    case token(TokenOptions)
}

/// `with` of `oauth.metadata`.
package struct MetadataOptions: Sendable, Equatable {
    /// `service_documentation` (RFC 8414 §2): a page for people who write clients.
    package let serviceDocumentation: String?
}

/// `with` of `oauth.authorize`.
package struct AuthorizeOptions: Sendable, Equatable {
    /// Authorization responses say who they are from (RFC 9207), and the metadata says that they do.
    package let issParameter: Bool
}

/// `with` of `oauth.token`.
package struct TokenOptions: Sendable, Equatable {
    package let grantTypes: [GrantType]
    package let authMethods: [ClientAuthenticationMethod]
}
