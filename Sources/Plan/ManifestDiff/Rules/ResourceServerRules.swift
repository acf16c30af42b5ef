import OAuthModel
import RouteManifest

extension Rule {
    /// Who may ask what a token is worth.
    static let resourceServers: [Rule] = [
        .presence(
            "resource-server", of: "resource_servers", servers, key: serverID,
            shown: { $0.resources.map(\.text).listed ?? "of no resource" },
            added: { [.resourceServers("\($0.id) may introspect")] },
            removed: { [.resourceServers("\($0.id) is refused at introspection (401)")] }),
        .entry(
            "resource-server-secret", of: "resource_servers", servers, key: serverID, member: "secret",
            \.secret, shown: { "\($0)" },
            effects: { id, _, _ in [.resourceServers("\(id) has to show its new secret, else 401")] }),
        .entry(
            "resource-server-resources", of: "resource_servers", servers, key: serverID,
            member: "resources", { Set($0.resources) }, shown: \.texts.listed,
            effects: { id, old, new in
                let (lost, won) = (old.subtracting(new).texts, new.subtracting(old).texts)
                return
                    (lost.isEmpty
                    ? [] : [.resourceServers("to \(id), tokens for \(lost.enumerated) are inactive")])
                    + (won.isEmpty
                        ? [] : [.resourceServers("\(id) is told about tokens for \(won.enumerated)")])
            }),
    ]

    private static let servers: @Sendable (Side) -> [ResourceServer] = { $0.manifest.resourceServers }
    private static let serverID: @Sendable (ResourceServer) -> String = { $0.id }
}

extension Set<ResourceIndicator> {
    fileprivate var texts: [String] { map(\.text).sorted() }
}
