import JSON
import OAuthModel
import StrictYAML

/// What keys ask of each other, and what is never empty, as far as a schema can say it.
enum SchemaConditions {
    /// Of the keys of the mapping that stands there.
    static func of(_ path: String, _ entries: [KeyEntry]) -> [JSONObject] {
        let handlers =
            entries.contains { $0.isOptions } ? HandlerName.allCases.map(HandlerSchema.condition) : []
        return handlers + secrets(among: entries.map(\.name)) + (special[path].map { [$0] } ?? [])
    }

    static func isNeverEmpty(_ path: String) -> Bool { neverEmpty.contains(path) }

    /// It must be there, unless another key says otherwise.
    static func isExcusable(_ key: String, at path: String) -> Bool {
        path == "clients[]" && key == "redirect_uris"
    }

    private static let neverEmpty: Set = [
        "grant_types", "token_endpoint_auth_methods", "server.bind", "clients[].redirect_uris",
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

    /// A secret stands in the file or in one of its own, not in both.
    private static func secrets(among keys: [String]) -> [JSONObject] {
        keys.filter { keys.contains("\($0)_file") }.map { key in
            JSONObject([
                "if": [
                    "required": [.string(key)], "properties": [key: ["not": ["$ref": "#/$defs/variables"]]],
                ],
                "then": ["properties": ["\(key)_file": absent("'\(key)' is there already")]],
            ])
        }
    }

    /// Of a key that can't be there, unless it comes out empty.
    static func absent(_ reason: String) -> JSONValue {
        ["type": "string", "$ref": "#/$defs/nothing", "patternErrorMessage": .string(reason)]
    }
}

extension KeyEntry {
    fileprivate var isOptions: Bool { if case .options = shape { true } else { false } }
}
