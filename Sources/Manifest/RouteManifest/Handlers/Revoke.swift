import OAuthModel
import OpenAPI

extension HandlerDescriptor {
    static let revoke = HandlerDescriptor(
        words: "Ends what a client needs no more (RFC 7009).",
        shipped: ("revoke", "/oauth/revoke"), methods: [.post], callers: [.client], options: .none(.revoke),
        operations: { route in
            [
                .post: Operation(
                    "Give a token back",
                    body: .form(
                        .object(
                            [
                                .required("token", .string("An access token or a refresh token.")),
                                .optional(
                                    "token_type_hint", .string("Not needed: the token says what it is.")),
                            ] + route.credentials)),
                    responses: [
                        200: Response(
                            "It is worth nothing, if it ever was worth anything.", headers: [.noStore]),
                        400: .refusal("The request can't be read.", [.invalidRequest]), 401: .unproven,
                    ], security: route.clientBasic)
            ]
        },
        metadata: { metadata, advertised in
            metadata.revocationEndpoint = advertised.url
            metadata.revocationEndpointAuthMethodsSupported =
                advertised.authenticationMethods
            metadata.revocationEndpointAuthSigningAlgValuesSupported = advertised.signingAlgorithms
        })
}
