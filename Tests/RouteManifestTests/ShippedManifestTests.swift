import Foundation
import GoldenFiles
import RouteManifest
import Testing

@Suite("the shipped routes.yaml")
struct ShippedManifestTests {
    @Test("reads without a word, and means what the golden file says")
    func listing() throws {
        let result = ShippedManifest.load()
        #expect(result.diagnostics == [])
        let manifest = try #require(result.manifest)
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Cases")
        let file = try #require(GoldenFile(folder.appendingPathComponent("shipped.listing")))
        #expect(file.accepts(manifest.listing()), "\(manifest.listing())")
    }
}
