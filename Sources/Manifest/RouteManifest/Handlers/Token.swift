import OAuthModel
import OpenAPI
import StrictYAML

extension HandlerDescriptor {
    static let token = HandlerDescriptor(
        words:
            "Gives tokens for codes, for refresh tokens, and to clients that act for themselves (RFC 6749 §3.2).",
        shipped: ("token", "/oauth/token"), methods: [.post], callers: [.client],
        options: .none(.token) { field, decoding in decoding.takeMoved(from: field) },
        operations: { route in
            [
                .post: Operation(
                    "Get a token",
                    body: .form(.one(of: usable(route.offer.grantTypes, route.served).map(route.form))),
                    responses: [
                        200: .json("Tokens.", tokens),
                        400: .refusal(
                            "There is no token for that.",
                            [
                                .invalidRequest, .invalidGrant, .unauthorizedClient, .unsupportedGrantType,
                                .invalidScope, .invalidTarget,
                            ]),
                        401: .unproven,
                    ], security: route.clientBasic)
            ]
        },
        metadata: { metadata, advertised in
            metadata.tokenEndpoint = advertised.url
            metadata.tokenEndpointAuthMethodsSupported = advertised.authenticationMethods
            metadata.tokenEndpointAuthSigningAlgValuesSupported = advertised.signingAlgorithms
            metadata.grantTypesSupported = usable(advertised.grantTypes, advertised.served).map(\.rawValue)
        })

    private static func usable(_ grants: [GrantType], _ served: Set<HandlerName>) -> [GrantType] {
        grants.filter { !$0.needsRedirect || served.contains(.authorize) }
    }

    /// RFC 6749 §5.1.
    private static let tokens = Schema.object([
        .required("access_token", .string("Opaque.")), .required("token_type", .constant("Bearer")),
        .required("expires_in", .integer("Seconds.", from: 0)),
        .required("scope", .string("Scopes between spaces.")),
        .optional("refresh_token", .string("Opaque, and another one after each use.")),
    ])
}

extension DescribedRoute {
    fileprivate func form(_ grant: GrantType) -> Schema {
        .object(
            [.required("grant_type", .constant(grant.rawValue))] + own(grant)
                + [.optional("resource", resource)] + credentials)
    }

    /// What a grant is asked for with. One that is not in this list has nothing of its own.
    private func own(_ grant: GrantType) -> [Schema.Property] {
        switch grant {
        case .authorizationCode:
            [
                .required("code", .string()),
                .required(
                    "code_verifier",
                    .string("RFC 7636 §4.1.", pattern: "^[A-Za-z0-9._~-]{43,128}$")),
                .optional(
                    "redirect_uri", .string("If it is there, the one that the code was asked for with.")),
            ]
        case .refreshToken:
            [.required("refresh_token", .string()), .optional("scope", .string("Less than was granted."))]
        case .clientCredentials: [.optional("scope", scope)]
        default: []
        }
    }
}
