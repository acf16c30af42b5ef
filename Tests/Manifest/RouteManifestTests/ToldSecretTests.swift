import ManifestCases
import RouteManifest
import Testing

@Suite("secrets are not told")
struct ToldSecretTests {
    private static let secret = "a-secret-of-thirty-two-bytes-and-more"

    @Test(
        "wherever an alias brings one, and whether it is written or a variable's",
        arguments: [secret, "\"${SECRET}\""])
    func aliases(_ written: String) {
        let text = """
            version: 1
            server: { secret: &one \(written) }
            resources: [{ resource: "http://localhost:1/mcp", name: *one }]
            upstream: { kind: fake, users: [{ id: ada, name: *one }] }
            routes:
              health: { path: /health, handler: health, headers: { X-One: *one } }
              stub: { path: /stub, handler: respond.json, with: { json: { one: [*one] } } }
            """
        var scene = ManifestCase(text)
        scene.surroundings.environment["SECRET"] = Self.secret
        let told = scene.load(isTelling: true)
        #expect(told.told.count > 30)
        #expect(told.effective.contains("'***'"))
        #expect(!told.effective.contains(Self.secret), "\(told.effective)")
    }
}
