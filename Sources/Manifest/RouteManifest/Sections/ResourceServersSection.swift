import Diagnostics
import OAuthModel
import YAML

/// An entry of `resource_servers`.
struct ResourceServerEntry {
    fileprivate var resources: [ProtectedResource] = []
    fileprivate var id: String?
    fileprivate var secret = SecretFields(key: .secret)
    fileprivate var references: [ResourceIndicator]?
    /// What there is to say when all of it has been read.
    fileprivate var reader: MappingReader?

    fileprivate var owner: String { id.map { "resource server '\($0)'" } ?? "a resource server" }
}

extension KeyList<ResourceServerEntry> {
    static let resourceServer = KeyList(
        "a resource server", example: "{ id: my-mcp-server, secret_file: mcp-server.secret }",
        for: "the introspection endpoint", untouched: ResourceServerEntry()
    ) {
        Key(
            "id", .identifier(called: "resource server"), \.id, example: "my-mcp-server",
            "The name under which it authenticates."
        ).required("the name under which it authenticates")
        Key.secret(
            .secret, \.secret, "What it proves itself by, 24 bytes at least: by HTTP Basic or in the form.")
        Key(
            "resources", .list(of: .text(TextShape("a declared resource"))),
            example: "[\"https://mcp.example.com/mcp\"]", standing: "every resource",
            "Whose tokens it is told about; all others are inactive to it.",
            text: { $0.references.map { YAMLText.list($0.map(\.text)) } },
            accept: { field, draft, reader in
                draft.references = field.map {
                    reader.decoding.resourceReferences($0, among: draft.resources)
                }
            })
    } together: { draft, reader in
        draft.reader = reader
    }
}

extension Decoding {
    func resourceServers(_ field: Field?, resources: [ProtectedResource]) -> [ResourceServerDraft] {
        return (field?.list(ofMappings: true) ?? []).compactMap { field in
            let blank = ResourceServerEntry(resources: resources)
            guard let entry = KeyList<ResourceServerEntry>.resourceServer.read(field, blank),
                let reader = entry.reader
            else {
                return nil
            }
            let (owner, idField) = (entry.owner, reader.field("id"))
            if entry.references == nil, let idField {
                warnOfEveryResource(idField, reader, owner, resources)
            }
            guard entry.secret.isGiven else {
                if reader.isMisspelt(["secret", "secret_file"]) { return nil }
                findings.error(
                    .missingKey, "\(owner) needs 'secret' or 'secret_file'",
                    at: idField?.span ?? reader.titleSpan,
                    hint: Self.secretHint)
                return nil
            }
            guard let found = entry.secret.read(atLeast: 24, for: owner), let id = entry.id else {
                return nil
            }
            return ResourceServerDraft(
                declaration: ResourceServer(
                    id: id, secret: found.secret,
                    resources: entry.references ?? resources.map(\.indicator)),
                secret: found)
        }
    }

    /// Who serves one of several resources is seldom meant to read the tokens for the others.
    private func warnOfEveryResource(
        _ place: Field, _ reader: MappingReader, _ owner: String, _ known: [ProtectedResource]
    ) {
        guard known.count > 1, let first = known.first else { return }
        let most = 3
        let names = known.prefix(most).map(\.indicator.text).joined(separator: ", ")
        let further = known.count > most ? " and \(known.count - most) more" : ""
        place.warning(
            .everyResource, "\(owner) is told about tokens for every resource: \(names)\(further)",
            remedy: reader.add("resources", YAMLText.list([first.indicator.text])).because(
                "list what it serves"))
    }

    fileprivate func resourceReferences(_ field: Field, among known: [ProtectedResource])
        -> [ResourceIndicator]
    {
        let names = known.map(\.indicator.text)
        return distinct(field.list() ?? []) { entry in
            guard let text = entry.text(such: names.first) else { return nil }
            if let resource = known.first(where: { $0.indicator.text == text.value }) {
                return resource.indicator
            }
            let meant = ResourceIndicator(text.value).flatMap { indicator in
                known.first { $0.isCalled(indicator) }
            }
            if hasUnreadableResources { return nil }
            entry.error(
                .unknownReference, "resource \(text.shown) is not declared under 'resources'",
                remedy: meant.map { entry.write($0.indicator.text).because("this is another spelling of it") }
                    ?? entry.meant(text.value, among: names, called: "declared resources")
                    ?? add("resources", "[{ resource: \(YAMLText.scalar(text.value)) }]").ifMeant())
            return nil
        }
    }
}

/// A resource server with the place of its secret.
struct ResourceServerDraft {
    let declaration: ResourceServer
    let secret: FoundSecret
}
