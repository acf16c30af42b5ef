import Foundation
import GoldenFiles
import RouteManifest
import Testing

@Suite("what a person is told about a manifest")
struct GoldenManifestTests {
    @Test(
        "each case says what its golden file says", arguments: GoldenFile.cases(in: "Cases", ending: "golden")
    )
    func golden(_ file: GoldenFile) {
        let actual = ManifestCase(file.input).load().rendered
        #expect(file.accepts(actual), "\(file.name) says:\n\(actual)")
    }

    @Test("there are cases at all, and no two files hold the same one")
    func casesAreThere() {
        let cases = GoldenFile.cases(in: "Cases", ending: "golden")
        #expect(cases.count >= 60)
        #expect(Set(cases.map(\.input)).count == cases.count)
    }
}
