import OAuthModel

extension HandlerDescriptor {
    static let introspect = HandlerDescriptor(
        words: "Tells resource servers what a token is worth (RFC 7662).",
        shipped: ("introspect", "/oauth/introspect"), methods: [.post],
        callers: [.resourceServer, .loopback],
        opennessHarms: "introspection open to anyone lets anyone test stolen tokens (RFC 7662 §4)",
        bodyLimit: 4_194_304, options: .none(.introspect),
        metadata: { metadata, advertised in
            metadata.introspectionEndpoint = advertised.url
            metadata.introspectionEndpointAuthMethodsSupported =
                advertised.authenticationMethods
        })
}
