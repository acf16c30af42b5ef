import JSON
import OAuthModel
import RouteManifest

extension Rule {
    /// Clients that need not register.
    static let clients: [Rule] = [
        .presence(
            "client", of: "clients", list, key: clientID, shown: \.name,
            added: { [.clients("\($0.id.rawValue) is known without registering")] },
            removed: {
                [
                    .clients(
                        "\($0.id.rawValue) is unknown (invalid_client): nothing of it can be refreshed, and its access tokens keep their time"
                    )
                ]
            }),
        .entry(
            "client-authentication", of: "clients", list, key: clientID, member: "token_endpoint_auth_method",
            \.authentication.method, shown: \.rawValue,
            effects: { id, _, new in
                [
                    .clients(
                        new == .none
                            ? "\(id) shows no secret any more"
                            : new.hasKey
                                ? "\(id) is refused unless it signs with its key (\(new.rawValue))"
                                : "\(id) is refused unless it shows its secret by \(new.rawValue)")
                ]
            }),
        .entry(
            "client-secret", of: "clients", list, key: clientID, member: "secret", \.authentication.secret,
            shown: { $0.map { "\($0)" } },
            effects: { id, old, new in
                old == nil || new == nil ? [] : [.clients("\(id) is refused until it shows its new secret")]
            }),
        .entry(
            "client-keys", of: "clients", list, key: clientID, member: "jwks", \.authentication.keys,
            shown: { keys in
                switch keys {
                case .inline(let set): "\(set["keys"]?.array?.count ?? 0) keys"
                case .at(let uri): "\(uri)"
                case nil: nil
                }
            },
            effects: { id, old, new in
                old == nil || new == nil
                    ? [] : [.clients("\(id) is refused unless one of its keys is among the new ones")]
            }),
        .entry(
            "client-redirect-uris", of: "clients", list, key: clientID, member: "redirect_uris",
            { $0.redirectURIs.map(\.text).sorted() }, shown: \.listed,
            effects: { id, old, new in
                old.filter { !new.contains($0) }.map { .clients("\(id) is refused with redirect URI \($0)") }
                    + new.filter { !old.contains($0) }.map { .clients("\(id) may be answered at \($0)") }
            }),
        .entry(
            "client-grant-types", of: "clients", list, key: clientID, member: "grant_types",
            { $0.grantTypes.map(\.rawValue).sorted() }, shown: \.listed,
            effects: { id, old, new in
                old.filter { !new.contains($0) }.map { .clients("\(id) may not use \($0) any more") }
                    + new.filter { !old.contains($0) }.map { .clients("\(id) may use \($0)") }
            }),
        .entry(
            "client-scopes", of: "clients", list, key: clientID, member: "scopes",
            { $0.scopeCeiling?.tokens.map(\.rawValue).sorted() }, shown: { $0?.listed ?? "all" },
            effects: { id, _, new in
                [.clients("\(id) is granted \(new?.enumerated ?? "any scope"), and no more than that")]
            }),
        .entry(
            "client-application-type", of: "clients", list, key: clientID, member: "application_type",
            \.applicationType.rawValue, shown: { $0 },
            effects: { id, _, new in
                [
                    .clients(
                        new == ApplicationType.native.rawValue
                            ? "\(id) may be answered at any port of localhost"
                            : "\(id) is answered at the port of localhost that is listed")
                ]
            }),
        .entry(
            "client-name", of: "clients", list, key: clientID, member: "name", \.name, shown: { $0 },
            effects: { _, old, new in [.people("the consent page calls \(old) \(new)")] }),
    ]

    private static let list: @Sendable (Side) -> [PreRegisteredClient] = { $0.manifest.clients }
    private static let clientID: @Sendable (PreRegisteredClient) -> String = { $0.id.rawValue }
}
