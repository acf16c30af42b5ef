import OAuthModel
import YAML

/// Reads a manifest: from bytes to a ``Manifest``, or to everything that keeps it from being one.
package struct ManifestLoader: Sendable {
    private let surroundings: ManifestSurroundings
    private let overrides: ManifestOverrides

    package init(surroundings: ManifestSurroundings, overrides: ManifestOverrides = ManifestOverrides()) {
        self.surroundings = surroundings
        self.overrides = overrides
    }

    /// `fileName` is how diagnostics call the file. Takes any bytes whatever.
    package func load(_ text: [UInt8], fileName: String = "routes.yaml") -> ManifestResult {
        let document = YAMLDocument(parsing: text)
        let decoding = Decoding(file: fileName, source: document.source, surroundings: surroundings)
        for problem in document.problems { decoding.add(problem) }
        decoding.hasHoles = document.problems.contains { $0.kind == .mergeKey || $0.kind == .keyIsNotText }
        let manifest = decoding.manifest(document, overrides)
        return ManifestResult(
            manifest: decoding.findings.hasErrors ? nil : manifest, diagnostics: decoding.diagnostics())
    }
}

extension Decoding {
    fileprivate func manifest(_ document: YAMLDocument, _ overrides: ManifestOverrides) -> Manifest? {
        guard let root = document.root else {
            if document.problems.isEmpty {
                findings.error(
                    .missingKey, "the file is empty", at: .fileStart,
                    hint: "start from the shipped routes.yaml")
            }
            return nil
        }
        let field = Field(label: "the manifest", node: root, keySpan: .fileStart, decoding: self)
        guard var reader = field.mapping() else { return nil }
        version(reader.require("version", hint: "write version: 1"))
        let profile = profile(reader.take("profile"), overrides)
        let server = server(reader.take("server"))
        let store = store(reader.take("store"))
        let defaults = defaults(reader.take("defaults"))
        let tokens = tokens(reader.take("tokens"))
        let scopeDrafts = scopes(reader.take("scopes"))
        let scopes = scopeDrafts.map(\.declaration)
        let plainHTTP = server.settings.plainHTTPHosts
        let resources = resources(reader.take("resources"), scopes: scopes, plainHTTP: plainHTTP)
        checkDefaultsAreListed(scopeDrafts, at: resources)
        let resourceServers = resourceServers(reader.take("resource_servers"), resources: resources)
        let registration = registration(reader.take("registration"))
        let clients = clients(
            reader.take("clients"), scopes: scopes, resources: resources,
            redirectURIs: RedirectURIRule(registration, plainHTTP: plainHTTP))
        let upstream = upstream(reader.take("upstream"))
        let routesField = reader.require("routes", hint: "start from the shipped routes.yaml")
        let errorsBefore = findings.errorCount
        var drafts = routes(routesField, defaults: defaults)
        reader.finish()
        let areRoutesWhole =
            findings.errorCount == errorsBefore && routesField != nil && document.problems.isEmpty
        switchRoutes(&drafts, profile: profile, overrides, areRoutesWhole)
        let facts = ManifestFacts(
            server: server, store: store, scopes: scopes, resources: resources,
            resourceServers: resourceServers,
            clients: clients,
            upstream: upstream, routes: drafts,
            areRoutesWhole: areRoutesWhole,
            isWhole: !findings.hasErrors)
        for check in ManifestCheck.all { check.run(facts, findings) }
        return Manifest(
            profile: profile, server: server.settings, store: store.choice, tokens: tokens, scopes: scopes,
            resources: resources,
            resourceServers: resourceServers.map(\.declaration), clients: clients.map(\.declaration),
            registration: registration, upstream: upstream.upstream, routes: drafts.compactMap(\.route))
    }

    private func version(_ field: Field?) {
        guard let field, let text = field.text(), text.value != "1" else { return }
        field.error(
            .version, "this program reads version 1 of the manifest, not \(text.shown)",
            hint: "write version: 1")
    }

    private func profile(_ field: Field?, _ overrides: ManifestOverrides) -> ProfileName {
        let hint = "the characters a-z 0-9 _ -, a letter first"
        let written = field?.convert(to: "the name of a profile", hint: hint) { ProfileName($0) }
        guard let override = overrides.profile else { return written ?? .demo }
        if let name = ProfileName(override) { return name }
        findings.error(
            .invalidValue, "--profile \(quoted(override)) is not a name for a profile", at: nil, hint: hint)
        return .demo
    }
}

extension SourceSpan {
    fileprivate static let fileStart = SourceSpan(
        start: SourceMark(line: 1, column: 1), end: SourceMark(line: 1, column: 1))
}
