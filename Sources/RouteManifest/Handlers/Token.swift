package import OAuthModel

extension HandlerDescriptor {
    /// Gives tokens for codes and refresh tokens (RFC 6749 §3.2).
    static let token = HandlerDescriptor(
        shipped: ("token", "/oauth/token"), methods: [.post], callers: [.client],
        options: .some(example: "{ auth_methods: [none] }") { reader, decoding in
            .token(decoding.tokenOptions(&reader))
        },
        metadata: { metadata, advertised in
            metadata.tokenEndpoint = advertised.url
            metadata.tokenEndpointAuthMethodsSupported = advertised.authenticationMethods.map(\.rawValue)
            if case .token(let options) = advertised.route.binding {
                metadata.grantTypesSupported = options.grantTypes
                    .filter { $0 != .authorizationCode || advertised.served.contains(.authorize) }
                    .map(\.rawValue)
            }
        })
}

package struct TokenOptions: Sendable, Equatable {
    package let grantTypes: [GrantType]
    package let authMethods: [ClientAuthenticationMethod]
}
