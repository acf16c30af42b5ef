import Diagnostics
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
        let decoding = Decoding(file: fileName, document, surroundings: surroundings)
        for problem in document.problems { decoding.add(problem) }
        decoding.hasHoles = document.problems.contains { $0.kind == .mergeKey || $0.kind == .keyIsNotText }
        let manifest = decoding.manifest(document, overrides)
        return ManifestResult(manifest, decoding.diagnostics())
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
        guard var reader = field.mapping(such: "version: 1") else { return nil }
        version(reader.require("version", value: "1"))
        let profile = profile(reader.take(.profile), overrides)
        let server = server(reader.take(.server))
        let store = store(reader.take(.store))
        let tokens = tokens(reader.take(.tokens))
        let grantTypesField = reader.take(.grantTypes)
        let methodsField = reader.take(.authenticationMethods)
        let scopesField = reader.take(.scopes)
        hasUnreadableScopes = reader.isMisspelt([Section.scopes.rawValue])
        let scopeDrafts = scopes(scopesField)
        let scopes = scopeDrafts.map(\.declaration)
        let resourcesField = reader.take(.resources)
        hasUnreadableResources = reader.isMisspelt([Section.resources.rawValue])
        let plainHTTP = server.settings.plainHTTPHosts
        let resourceDrafts = resources(resourcesField, scopes: scopes, plainHTTP: plainHTTP)
        let resources = resourceDrafts.map(\.declaration)
        checkDefaultsAreListed(scopeDrafts, at: resourceDrafts)
        let resourceServers = resourceServers(reader.take(.resourceServers), resources: resources)
        let clientsField = reader.take(.clients)
        let registration = registration(reader.take(.registration), plainHTTP: plainHTTP)
        let clients = clients(
            clientsField, scopes: scopes, resources: resourceDrafts, registration: registration)
        checkScopeReferences(scopeDrafts)
        let upstream = upstream(reader.take(.upstream), isPublic: server.isPublic)
        let defaults = defaults(reader.take(.defaults))
        let routesField = reader.require(
            "routes", hint: "start from the shipped routes.yaml", place: add(.routes, "{}").place)
        let errorsBefore = findings.errorCount
        var drafts = routes(routesField, defaults: defaults)
        reader.finish()
        let areRoutesWhole =
            findings.errorCount == errorsBefore && routesField != nil && document.problems.isEmpty
        let grantTypes = offered(.grantTypes, grantTypesField, unlessGiven: GrantType.standing)
        let methods = offered(
            .authenticationMethods, methodsField, unlessGiven: ClientAuthenticationMethod.standing)
        switchRoutes(&drafts, profile: profile.name, overrides, areRoutesWhole)
        let facts = ManifestFacts(
            server: server, store: store, profile: profile, grantTypes: grantTypes,
            authenticationMethods: methods, scopes: scopeDrafts, scopesField: scopesField,
            resources: resources, resourcesField: resourcesField, resourceServers: resourceServers,
            clients: clients, upstream: upstream, routes: drafts, routesField: routesField, decoding: self,
            areRoutesWhole: areRoutesWhole,
            isWhole: !findings.hasErrors)
        for check in ManifestCheck.all { check.run(facts, findings) }
        return Manifest(
            profile: profile.name, server: server.settings, store: store.choice, tokens: tokens,
            grantTypes: grantTypes.choices, authenticationMethods: methods.choices, scopes: scopes,
            resources: resources,
            resourceServers: resourceServers.map(\.declaration), clients: clients.map(\.declaration),
            registration: registration.policy, upstream: upstream.upstream,
            routes: drafts.compactMap(\.route))
    }

    private func version(_ field: Field?) {
        guard let field, let text = field.text(such: "1"), text.value != "1" else { return }
        field.error(
            .version, "this program reads version 1 of the manifest, not \(text.shown)",
            remedy: field.write("1"))
    }
}

extension SourceSpan {
    fileprivate static let fileStart = SourceSpan(
        start: SourceMark(line: 1, column: 1), end: SourceMark(line: 1, column: 1))
}
