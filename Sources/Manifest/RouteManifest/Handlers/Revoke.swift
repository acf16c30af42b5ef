import OAuthModel

extension HandlerDescriptor {
    /// Ends what a client needs no more (RFC 7009).
    static let revoke = HandlerDescriptor(
        shipped: ("revoke", "/oauth/revoke"), methods: [.post], callers: [.client], options: .none(.revoke),
        metadata: { metadata, advertised in
            metadata.revocationEndpoint = advertised.url
            metadata.revocationEndpointAuthMethodsSupported =
                advertised.authenticationMethods
        })
}
