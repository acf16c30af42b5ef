import OAuthModel
import OpenAPI

extension HandlerDescriptor {
    static let introspect = HandlerDescriptor(
        words: "Tells resource servers what a token is worth (RFC 7662).",
        shipped: ("introspect", "/oauth/introspect"), methods: [.post],
        callers: [.resourceServer, .loopback],
        opennessHarms: "introspection open to anyone lets anyone test stolen tokens (RFC 7662 §4)",
        bodyLimit: 4_194_304, options: .none(.introspect),
        operations: { route in
            [
                .post: Operation(
                    "Ask what a token is worth",
                    body: .form(
                        .object(
                            [
                                .required("token", .string("An access token of this server.")),
                                .optional(
                                    "token_type_hint", .string("Not needed: the token says what it is.")),
                            ] + route.credentials)),
                    responses: [
                        200: .json("What it is worth.", introspection(by: route.metadata.issuer)),
                        400: .refusal("The request can't be read.", [.invalidRequest]), 401: .unproven,
                    ],
                    security: route.basic("resource_server", "Id and secret of an MCP server"))
            ]
        },
        metadata: { metadata, advertised in
            metadata.introspectionEndpoint = advertised.url
            metadata.introspectionEndpointAuthMethodsSupported =
                advertised.authenticationMethods
        })

    /// RFC 7662 §2.2.
    private static func introspection(by issuer: String) -> Schema {
        .one(of: [
            .object(
                [.required("active", .boolean("Whatever else it is, it opens nothing.", always: false))],
                isClosed: true),
            .object([
                .required("active", .boolean(always: true)),
                .required("scope", .string("Scopes between spaces.")), .required("client_id", .string()),
                .optional("username", .string("What the person is called.")),
                .required("token_type", .constant("Bearer")),
                .required("sub", .string("Who it is; of a client that acts for itself its id.")),
                .required("userId", .string("The same.")),
                .required(
                    "aud",
                    .any(of: [.string(), .array(of: .string(), from: 2)], "The MCP servers that it is for.")),
                .required("iss", .constant(issuer)), .required("jti", .string()),
                .required("iat", .integer("Seconds since 1970.")), .required("nbf", .integer("The same.")),
                .required("exp", .integer("Seconds since 1970.")),
            ]),
        ])
    }
}
