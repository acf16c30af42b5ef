import OAuthModel

extension HandlerDescriptor {
    static let revoke = HandlerDescriptor(
        words: "Ends what a client needs no more (RFC 7009).",
        shipped: ("revoke", "/oauth/revoke"), methods: [.post], callers: [.client], options: .none(.revoke),
        metadata: { metadata, advertised in
            metadata.revocationEndpoint = advertised.url
            metadata.revocationEndpointAuthMethodsSupported =
                advertised.authenticationMethods
            metadata.revocationEndpointAuthSigningAlgValuesSupported = advertised.signingAlgorithms
        })
}
