import OAuthModel

extension HandlerDescriptor {
    /// Gives tokens for codes and refresh tokens (RFC 6749 §3.2).
    static let token = HandlerDescriptor(
        shipped: ("token", "/oauth/token"), methods: [.post], callers: [.client],
        options: .none(.token) { field, decoding in decoding.takeMoved(from: field) },
        metadata: { metadata, advertised in
            metadata.tokenEndpoint = advertised.url
            metadata.tokenEndpointAuthMethodsSupported = advertised.authenticationMethods
            metadata.grantTypesSupported = advertised.grantTypes
                .filter { !$0.needsRedirect || advertised.served.contains(.authorize) }
                .map(\.rawValue)
        })
}
