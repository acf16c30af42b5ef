import OAuthModel

extension HandlerDescriptor {
    static let jwks = HandlerDescriptor(
        words:
            "Publishes the keys that this server signs with (RFC 7517). They are made when this route is on for the first time.",
        shipped: ("jwks", "/.well-known/jwks.json"), methods: [.get],
        caching: .asSaid(standing: .seconds(300)),
        options: .none(.jwks),
        metadata: { metadata, advertised in metadata.jwksURI = advertised.url })
}
