import JSON
import OAuthModel
import StrictYAML

/// What keys ask of each other, and what is never empty, as far as a schema can say it.
enum SchemaConditions {
    /// Of the keys of the mapping that stands there.
    @Sendable
    static func of(_ schema: LanguageSchema, _ path: String, _ entries: [KeyEntry]) -> [JSONObject] {
        path == "routes.NAME"
            ? HandlerName.writable.map { HandlerSchema.condition($0, schema) }
            : path == "upstreams.NAME"
                ? ProviderKind.allCases.map(ProviderSchema.condition) : special[path].map { [$0] } ?? []
    }

    static let neverEmpty: Set = [
        "grant_types", "token_endpoint_auth_methods", "server.bind", "upstreams.NAME.profiles",
        "upstreams.NAME.claims.sub", "upstreams.NAME.claims.name", "upstreams.NAME.claims.email",
        "upstreams.NAME.claims.email_verified", "upstreams.NAME.claims.groups",
        "upstreams.NAME.claims.organization",
        "clients[].redirect_uris",
        "clients[].grant_types",
        "defaults.cors", "defaults.rate_limit", "routes", "routes.NAME.auth", "routes.NAME.cors",
        "routes.NAME.profiles", "routes.NAME.rate_limit",
    ]

    private static let special: [String: JSONObject] = [
        "clients[]": JSONObject([
            "if": [
                "required": ["grant_types"],
                "properties": [
                    "grant_types": [
                        "contains": [
                            "anyOf": [
                                grants { $0.begins && !$0.needsRedirect }, ["$ref": "#/$defs/variables"],
                            ]
                        ],
                        "not": ["type": "array", "contains": grants(\.needsRedirect)],
                    ]
                ],
            ],
            "else": ["required": ["redirect_uris"]],
        ]),
        "resource_servers[]": JSONObject([
            "anyOf": [["required": ["secret"]], ["required": ["secret_file"]]]
        ]),
    ]

    private static func grants(_ isMeant: (GrantType) -> Bool) -> JSONValue {
        ["enum": .strings(all(GrantType.self).filter(isMeant).map(\.rawValue))]
    }

    private static func all<Case: CaseIterable>(_ type: Case.Type) -> [Case] { Array(type.allCases) }
}
