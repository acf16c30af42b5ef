import Diagnostics
import OAuthModel
import StrictYAML

/// An entry of `resource_servers`.
struct ResourceServerEntry {
    fileprivate var id: String?
    fileprivate var secret = SecretFields(key: .secret)
    fileprivate var references: [ResourceIndicator]?
}

extension KeyList<ResourceServerEntry> {
    static let resourceServer = KeyList(
        "a resource server", example: "{ id: my-mcp-server, secret_file: mcp-server.secret }",
        for: "the introspection endpoint", untouched: ResourceServerEntry()
    ) {
        Key(
            "id", .identifier(.credential, called: "resource server"), \.id, example: "my-mcp-server",
            "The name under which it authenticates."
        ).required("the name under which it authenticates")
        Key.secret(
            .secret, \.secret, "What it proves itself by, 24 bytes at least: by HTTP Basic or in the form.")
        Key(
            "resources", .list(.declaredResource), \.references, example: "[\"https://mcp.example.com/mcp\"]",
            standing: "every resource", "Whose tokens it is told about; all others are inactive to it.")
    }
}

extension ResourceServerEntry {
    /// What the keys mean together.
    func declared(_ reader: MappingReader) -> ResourceServer? {
        let owner = id.map { "resource server '\($0)'" } ?? "a resource server"
        let known = reader.decoding[ResourceFacts.self].declared.map(\.declaration.indicator)
        if reader.field("resources") == nil { reader.warnOfEveryResource(owner, known) }
        guard secret.isGiven else {
            if reader.isMisspelt(["secret", "secret_file"]) { return nil }
            reader.decoding.findings.error(
                .missingKey, "\(owner) needs 'secret' or 'secret_file'", at: reader.span(of: "id"),
                hint: Decoding.secretHint)
            return nil
        }
        guard let proof = secret.proof(atLeast: 24, for: owner), let id else { return nil }
        return ResourceServer(id: id, secret: proof, resources: references ?? known)
    }
}

extension MappingReader {
    /// Who serves one of several resources is seldom meant to read the tokens for the others.
    fileprivate func warnOfEveryResource(_ owner: String, _ known: [ResourceIndicator]) {
        guard known.count > 1, let first = known.first, let place = field("id") else { return }
        let most = 3
        let names = known.prefix(most).map(\.text).joined(separator: ", ")
        let further = known.count > most ? " and \(known.count - most) more" : ""
        place.warning(
            .everyResource, "\(owner) is told about tokens for every resource: \(names)\(further)",
            remedy: add("resources", YAMLText.list([first.text])).because("list what it serves"))
    }
}

extension ValueType<ResourceIndicator> {
    fileprivate static var declaredResource: ValueType {
        ValueType("a declared resource") { field in
            let facts = field.decoding[ResourceFacts.self]
            let known = facts.declared.map(\.declaration)
            let names = known.map(\.indicator.text)
            guard let text = field.text(such: names.first) else { return nil }
            if let resource = known.first(where: { $0.indicator.text == text.value }) {
                return resource.indicator
            }
            if facts.hasUnreadable { return nil }
            let meant = ResourceIndicator(text.value).flatMap { indicator in
                known.first { $0.isCalled(indicator) }
            }
            let declaring = "[{ resource: \(YAMLText.scalar(text.value)) }]"
            field.error(
                .unknownReference, "resource \(text.shown) is not declared under 'resources'",
                remedy: meant.map { field.write($0.indicator.text).because("this is another spelling of it") }
                    ?? field.meant(text.value, among: names, called: "declared resources")
                    ?? field.decoding.add("resources", declaring).ifMeant())
            return nil
        }
    }
}
