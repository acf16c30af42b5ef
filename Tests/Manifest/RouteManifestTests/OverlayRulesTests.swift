import Testing

@testable import RouteManifest
@testable import StrictYAML

@Suite("what of the manifest's language an overlay is merged by")
struct OverlayRulesTests {
    @Test("lists with identities, data, and the version, as the lists of keys have them")
    func language() {
        func rule(_ path: String) -> OverlayRules.Rule? {
            path.split(separator: ".").reduce(ManifestLanguage.language.overlays) { $0.under(String($1)) }.own
        }
        #expect(rule("version") == .same)
        #expect(rule("clients") == .entries(by: "client_id"))
        #expect(rule("resources") == .entries(by: "resource"))
        #expect(rule("resource_servers") == .entries(by: "id"))
        #expect(rule("upstream.users") == .entries(by: "id"))
        #expect(rule("routes.answer.with.json") == .whole)
        for path in [
            "grant_types", "scopes.mcp", "routes.token.methods", "server", "users", "clients.redirect_uris",
        ] {
            #expect(rule(path) == nil, "\(path)")
        }
    }
}
