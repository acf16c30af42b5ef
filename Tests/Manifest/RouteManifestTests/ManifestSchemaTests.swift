import JSON
import RouteManifest
import Support
import Testing

@Suite("what is made of the list of keys")
struct ManifestSchemaTests {
    @Test("routes.schema.json is what the language says")
    func schema() {
        #expect(
            WrittenFile("routes.schema.json").accepts(ManifestSchema.text + "\n"), "UPDATE_GOLDEN=1 writes it"
        )
    }

    @Test("docs/manifest.md is, too")
    func page() {
        #expect(WrittenFile("docs/manifest.md").accepts(ManifestPage.text), "UPDATE_GOLDEN=1 writes it")
    }
}
