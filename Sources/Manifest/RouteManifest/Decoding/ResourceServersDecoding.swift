import Diagnostics
import OAuthModel
import YAML

extension Decoding {
    func resourceServers(_ field: Field?, resources: [ProtectedResource]) -> [ResourceServerDraft] {
        var seen: [String: SourceSpan] = [:]
        return (field?.list(ofMappings: true) ?? []).compactMap { entry in
            guard
                var reader = entry.mapping(
                    "a resource server", such: "{ id: my-mcp-server, secret_file: mcp-server.secret }")
            else { return nil }
            let idField = reader.require("id", hint: "the name under which it authenticates")
            let id = idField?.identifier(seen: &seen, called: "resource server")
            let owner = id.map { "resource server '\($0)'" } ?? "a resource server"
            let secretFields = reader.takeSecret()
            let references = reader.take("resources").map { resourceReferences($0, among: resources) }
            reader.finish()
            if references == nil, let idField { warnOfEveryResource(idField, reader, owner, resources) }
            guard secretFields.isGiven else {
                if reader.isMisspelt(["secret", "secret_file"]) { return nil }
                findings.error(
                    .missingKey, "\(owner) needs 'secret' or 'secret_file'",
                    at: idField?.span ?? reader.titleSpan,
                    hint: Self.secretHint)
                return nil
            }
            guard let found = secretFields.read(atLeast: 24, for: owner), let id else { return nil }
            return ResourceServerDraft(
                declaration: ResourceServer(
                    id: id, secret: found.secret, resources: references ?? resources.map(\.indicator)),
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

    private func resourceReferences(_ field: Field, among known: [ProtectedResource]) -> [ResourceIndicator] {
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
                    ?? add(.resources, "[{ resource: \(YAMLText.scalar(text.value)) }]"))
            return nil
        }
    }
}

/// A resource server with the place of its secret.
struct ResourceServerDraft {
    let declaration: ResourceServer
    let secret: FoundSecret
}
