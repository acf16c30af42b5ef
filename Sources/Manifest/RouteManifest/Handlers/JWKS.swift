import OAuthModel
import OpenAPI

extension HandlerDescriptor {
    static let jwks = HandlerDescriptor(
        words:
            "Publishes the keys that this server signs with (RFC 7517). They are made when this route is on for the first time.",
        shipped: ("jwks", "/.well-known/jwks.json"), methods: [.get],
        caching: .asSaid(standing: .seconds(300)),
        options: .none(.jwks),
        operations: { _ in
            [
                .get: .reading(
                    "Fetch the keys of this server",
                    .document("Public keys.", "application/jwk-set+json", keySet))
            ]
        },
        metadata: { metadata, advertised in metadata.jwksURI = advertised.url })

    private static let keySet = Schema.object([
        .required(
            "keys",
            .array(
                of: .object([
                    .required("kty", .string()), .optional("kid", .string()), .optional("alg", .string()),
                    .optional("use", .string()),
                ])))
    ])
}
