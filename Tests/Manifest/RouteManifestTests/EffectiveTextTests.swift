import ManifestCases
import RouteManifest
import Support
import Testing

@Suite("what print --effective tells is what holds")
struct EffectiveTextTests {
    static let accepted = GoldenManifestTests.files.keys.sorted().filter { name in
        guard let file = GoldenManifestTests.files[name] else { return false }
        return ManifestCase(file.input).load().manifest != nil
    }

    @Test("read in the place of the file it is accepted, and tells the same", arguments: accepted)
    func again(_ name: String) throws {
        let input = try #require(GoldenManifestTests.files[name]).input
        var manifest = ManifestCase(input)
        let text = manifest.load(isTelling: true).effectiveText(withOrigins: false)
        // Secrets are not shown.
        guard !text.contains("'***'") else { return }
        manifest.texts = [ManifestText(fileName: "routes.yaml", text: Array(text.utf8))]
        manifest.overrides = ManifestOverrides()
        let again = manifest.load(isTelling: true)
        #expect(again.manifest != nil, "\(again.rendered)\(text)")
        #expect(again.effectiveText(withOrigins: false) == text)
    }

    @Test("it is looked at in many")
    func count() {
        #expect(Self.accepted.count > 50)
    }
}
