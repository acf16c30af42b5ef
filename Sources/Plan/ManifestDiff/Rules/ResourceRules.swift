import OAuthModel
import RouteManifest

extension Rule {
    /// What tokens are for.
    static let resources: [Rule] = [
        .presence(
            "resource", of: "resources", list, key: name, shown: \.name,
            added: { [.clients("may ask for tokens for \($0.indicator)")] },
            removed: {
                [
                    .clients(
                        "resource \($0.indicator) is gone: no token is issued for it, not by a refresh either (invalid_target)"
                    ),
                    .resourceServers(
                        "\($0.indicator): its tokens are inactive to every resource server"),
                ]
            }),
        .entry(
            "resource-spelling", of: "resources", list, key: name, member: "resource", \.indicator.text,
            shown: { $0 },
            effects: { _, _, new in [.resourceServers("new tokens say \(new) as aud, letter for letter")] }),
        .entry(
            "resource-also-known-as", of: "resources", list, key: name, member: "also_known_as",
            { $0.alsoKnownAs.map(\.text) }, shown: \.listed,
            effects: { resource, old, new in
                old.filter { !new.contains($0) }.map {
                    .clients("who says \($0) for \(resource) is refused (invalid_target)")
                }
                    + new.filter { !old.contains($0) }.map {
                        .clients("may say \($0) for \(resource)")
                    }
            }),
        .entry(
            "resource-scopes", of: "resources", list, key: name, member: "scopes",
            { $0.scope.tokens.map(\.rawValue).sorted() }, shown: \.listed,
            effects: { resource, old, new in
                let (lost, won) = (old.filter { !new.contains($0) }, new.filter { !old.contains($0) })
                return
                    (lost.isEmpty
                    ? [] : [.clients("new tokens for \(resource) don't have \(lost.enumerated)")])
                    + (won.isEmpty ? [] : [.clients("tokens for \(resource) may have \(won.enumerated)")])
            }),
        .entry(
            "resource-name", of: "resources", list, key: name, member: "name", \.name, shown: { $0 },
            effects: { _, old, new in [.people("the consent page calls \(old) \(new)")] }),
        .value(
            "resources.first", { $0.manifest.resources.first?.indicator }, shown: { $0?.text },
            effects: { _, new in
                new.map { [.clients("a client that names no resource asks for \($0)")] } ?? []
            }),
    ]

    private static let list: @Sendable (Side) -> [ProtectedResource] = { $0.manifest.resources }
    /// As two are compared: a spelling that means the same is the same.
    private static let name: @Sendable (ProtectedResource) -> ResourceIndicator = { $0.indicator }
}
