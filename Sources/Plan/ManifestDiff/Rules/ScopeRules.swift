import OAuthModel
import RouteManifest

extension Rule {
    /// What can be granted. What is listed for clients is the metadata's affair, and told there.
    static let scopes: [Rule] = [
        .presence(
            "scope", of: "scopes", declared, key: scopeName, shown: \.description,
            added: { [.clients("may ask for the scope \($0.token)")] },
            removed: {
                [
                    .clients(
                        "a request for the scope \($0.token) is refused (invalid_scope), and no new token has it"
                    ),
                    .resourceServers("tokens that are out have the scope \($0.token) until they end"),
                ]
            }),
        .entry(
            "scope-description", of: "scopes", declared, key: scopeName, member: "description", \.description,
            shown: { $0 },
            effects: { scope, _, _ in [.people("the consent page has other words for \(scope)")] }),
        .entry(
            "scope-default", of: "scopes", declared, key: scopeName, member: "default", \.isDefault,
            shown: { "\($0)" },
            effects: { scope, _, isDefault in
                [
                    .clients(
                        isDefault
                            ? "who asks for no scope is given \(scope) too"
                            : "who asks for no scope is not given \(scope) any more")
                ]
            }),
        .entry(
            "scope-advertised", of: "scopes", declared, key: scopeName, member: "advertised", \.isAdvertised,
            shown: { "\($0)" },
            effects: { scope, _, isAdvertised in
                [
                    .clients(
                        isAdvertised
                            ? "clients that ask for all they find ask for \(scope) too"
                            : "clients that ask for all they find don't ask for \(scope); who does is granted it"
                    )
                ]
            }),
        .order(
            "scope-order", of: "scopes", declared, key: scopeName,
            effects: [.people("the consent page lists the scopes in another order")]),
    ]

    private static let declared: @Sendable (Side) -> [DeclaredScope] = { $0.manifest.scopes }
    private static let scopeName: @Sendable (DeclaredScope) -> String = { $0.token.rawValue }
}
