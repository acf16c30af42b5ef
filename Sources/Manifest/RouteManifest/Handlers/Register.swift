import OAuthModel
import OpenAPI

extension HandlerDescriptor {
    static let register = HandlerDescriptor(
        words: "Lets clients become known that nobody has listed (RFC 7591).",
        shipped: ("register", "/oauth/register"), methods: [.post], options: .none(.register),
        operations: { route in
            [
                .post: Operation(
                    "Become known as a client",
                    body: RequestBody("application/json", .object(stated(route.offer, isAnswer: false))),
                    responses: [
                        201: .json(
                            "What was kept; what was asked beyond what is offered here was left out.",
                            .object(given + stated(route.offer, isAnswer: true))),
                        400: .refusal(
                            "Nothing usable is left of it, or there is harm in it.",
                            [.invalidRedirectURI, .invalidClientMetadata, .invalidRequest]),
                    ])
            ]
        },
        metadata: { metadata, advertised in metadata.registrationEndpoint = advertised.url })

    /// RFC 7591 §3.2.1.
    private static let given: [Schema.Property] = [
        .required("client_id", .string()), .required("client_id_issued_at", .integer("Seconds since 1970.")),
        .optional("client_secret", .string("It is told here, and never again.")),
        .optional("client_secret_expires_at", .integer("0: never.")),
    ]

    /// RFC 7591 §2.
    ///
    /// - Parameter isAnswer: With everything that has a default.
    private static func stated(_ offer: Offer, isAnswer: Bool) -> [Schema.Property] {
        func standing(_ name: String, _ schema: Schema) -> Schema.Property {
            isAnswer ? .required(name, schema) : .optional(name, schema)
        }
        let texts = Schema.any(of: [.string(), .array(of: .string())])
        let methods = offer.authenticationMethods.map(\.rawValue)
        let grants = offer.grantTypes.filter(\.isOpen).map(\.rawValue)
        func word(_ words: [String]) -> Schema {
            isAnswer ? .string(among: words) : .string("Offered: \(words.joined(separator: ", ")).")
        }
        return [
            .required("redirect_uris", .array(of: .string(), "20 at most.", from: 1)),
            standing("token_endpoint_auth_method", word(methods)),
            standing("grant_types", .array(of: word(grants))),
            standing("response_types", .array(of: word(["code"]))),
            .optional("application_type", .string(among: ["native", "web"])),
            .optional("client_name", .string("What people are told that it is called.")),
            .optional("scope", .string("Scopes between spaces; what is asked for without any.")),
            .optional("jwks_uri", .string("Where its public keys are.")),
            .optional("jwks", .object([], "Its public keys (RFC 7517).")),
            .optional("client_uri", .string()), .optional("logo_uri", .string()),
            .optional("tos_uri", .string()), .optional("policy_uri", .string()),
            .optional("contacts", texts), .optional("software_id", texts),
            .optional("software_version", texts),
        ]
    }
}
