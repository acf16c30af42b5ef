import Diagnostics
import Foundation
import ManifestCases
import RouteManifest
import StrictYAML
import Support
import Testing

@Suite("what a person is told about a manifest")
struct GoldenManifestTests {
    static let files = ManifestCase.golden

    @Test("each case says what its golden file says", arguments: files.keys.sorted())
    func golden(_ name: String) throws {
        let file = try #require(Self.files[name])
        let actual = ManifestCase(file.input).load().rendered
        #expect(file.accepts(actual), "it says:\n\(actual)")
    }

    @Test("there are cases enough, and no two files hold the same one")
    func casesAreThere() {
        #expect(Self.files.count >= 150)
        #expect(Set(Self.files.values.map(\.input)).count == Self.files.count)
    }

    @Test("every rule is broken in at least one case")
    func codes() {
        let shown = Self.files.values.flatMap { ManifestCase($0.input).load().codes }
        let unreadable = ManifestResult(
            unreadable: [UnreadableFile("routes.yaml", reason: "No such file or directory", isOverlay: false)]
        ).codes
        #expect(Set(DiagnosticCode.allCases).subtracting(shown + unreadable) == [])
    }

    @Test("every key of the language is wrong in at least one case")
    func keys() {
        let errors = Self.files.values.flatMap { ManifestCase($0.input).load().diagnostics }
            .filter { $0.severity == .error }
        let wrong = errors.compactMap(\.location).compactMap { location in
            // The last one up to what is marked.
            String(location.sourceLine.prefix(location.caret + location.length))
                .matches(of: /([a-z_]+): ?/).last.map { String($0.1) }
        }
        let names = Set(ManifestLanguage.keys.map(\.entry.name))
        #expect(names.subtracting(wrong) == [])
    }

    @Test("every caret stands inside the line that is shown, or right behind it")
    func carets() {
        for (name, file) in Self.files {
            for location in ManifestCase(file.input).load().diagnostics.compactMap(\.location) {
                #expect((0...location.sourceLine.count).contains(location.caret), "\(name)")
                #expect(location.length >= 1 && location.line >= 1 && location.column >= 1, "\(name)")
            }
        }
    }
}
