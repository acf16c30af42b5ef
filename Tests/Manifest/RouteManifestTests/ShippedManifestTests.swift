import Diagnostics
import Foundation
import ManifestCases
import RouteManifest
import StrictYAML
import Support
import Testing

@Suite("the shipped routes.yaml")
struct ShippedManifestTests {
    @Test("reads without a word, and means what the golden file says")
    func listing() throws {
        let result = ShippedManifest.load(isTelling: true)
        #expect(result.diagnostics == [])
        let told = result.effective
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Cases")
        let file = try #require(GoldenFile(folder.appendingPathComponent("shipped.listing")))
        #expect(file.accepts(told), "\(told)")
    }

    @Test("every key of the language stands in it, if only in a comment")
    func keys() throws {
        let text = String(decoding: ShippedManifest.text, as: UTF8.self)
        for key in try Self.keys() {
            #expect(text.firstMatch(of: try Regex("(?m)(^|[ {(`])\(key)(:|`| )")) != nil, "\(key)")
        }
    }

    @Test("what stands in it as a comment is valid where it stands, without the mark of the comment")
    func commentedKeys() throws {
        let lines = String(decoding: ShippedManifest.text, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let keys = try Self.keys()
        var tried = 0
        for (index, line) in lines.enumerated() {
            guard let match = line.wholeMatch(of: /( *)# (([a-z_]+):.*)/),
                keys.contains(String(match.3)) || match.2.contains("handler: ")
            else { continue }
            tried += 1
            var changed = lines
            changed[index] = "\(match.1)\(match.2)"
            let result = ShippedManifest.load(text: Array(changed.joined(separator: "\n").utf8))
            // The files that it shows are nowhere.
            let nowhere = [DiagnosticCode.secretFile, .staticFile].map(\.rawValue)
            let errors = result.diagnostics.filter { $0.severity == .error && !nowhere.contains($0.code) }
            #expect(errors.isEmpty, "line \(index + 1): \(errors.map { $0.rendered() })")
        }
        #expect(tried > 15)
    }

    /// Every key that the language has.
    private static func keys() throws -> Set<String> {
        let keys = Set(ManifestLanguage.keys.map(\.entry.name))
        try #require(keys.count > 70)
        return keys
    }
}
