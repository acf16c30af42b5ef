import Diagnostics
import Foundation
import ManifestCases
import Support
import Testing

@testable import RouteManifest
@testable import StrictYAML

@Suite("what is said of each rule of the manifest")
struct ExplanationTests {
    @Test("every rule that there is in the sources is listed, once, under a name of its own")
    func listed() throws {
        let files = try ["StrictYAML", "RouteManifest"].flatMap { target in
            try FileManager.default.contentsOfDirectory(
                at: Installation.package.appendingPathComponent(
                    "Sources/Manifest/\(target)/Diagnostics/Codes"),
                includingPropertiesForKeys: nil)
        }
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        let declared = texts.flatMap {
            $0.matches(of: #/ = DiagnosticCode\(\s*"([a-z-]+)"/#).map { String($0.1) }
        }
        #expect(declared.count > 50)
        #expect(DiagnosticCode.allCases.map(\.rawValue).sorted() == declared.sorted())
        #expect(Set(declared).count == declared.count)
    }

    @Test("whatever is told of a manifest is explained, and is an error or a warning as is said there")
    func levels() {
        var seen: [String: Set<String>] = [:]
        let cases = GoldenManifestTests.files.values.map { ManifestCase($0.input).load() }
        let breakages = Breakage.table.compactMap { breakage in
            breakage.text.map {
                ShippedManifest.load(text: Array($0.utf8), environment: breakage.environment)
            }
        }
        for diagnostic in (cases + breakages).flatMap(\.diagnostics) {
            guard let code = DiagnosticCode(rawValue: diagnostic.code) else {
                Issue.record("\(diagnostic.code) is not explained")
                continue
            }
            #expect(code.explanation.level.covers(diagnostic.severity), "\(diagnostic.rendered())")
            seen[code.rawValue, default: []].insert(diagnostic.severity.rawValue)
        }
        for code in DiagnosticCode.allCases where code.explanation.level == .either {
            // A file with two hundred warnings and no error is not worth a case.
            guard code != .yamlLimit else { continue }
            #expect(seen[code.rawValue]?.count == 2, "\(code.rawValue) is one of them only")
        }
    }

    @Test(
        "the example that is wrong breaks the rule, and the one that is right does not",
        arguments: DiagnosticCode.allCases.map(\.rawValue))
    func examples(_ name: String) throws {
        let code = try #require(DiagnosticCode(rawValue: name))
        let (broken, mended) = (code.explanation.broken, code.explanation.mended)
        #expect(broken != mended)
        // What stands in no manifest.
        if broken.hasPrefix("mcp-auth "), !broken.contains("--disable") { return }
        #expect(ExampleCase(broken).load().codes.contains(code), "\(ExampleCase(broken).load().rendered)")
        #expect(!ExampleCase(mended).load().codes.contains(code), "\(ExampleCase(mended).load().rendered)")
    }

    @Test("titles are one sentence, and all else is some", arguments: DiagnosticCode.allCases.map(\.rawValue))
    func words(_ name: String) throws {
        let explanation = try #require(DiagnosticCode(rawValue: name)).explanation
        #expect(explanation.title.count <= 90 && !explanation.title.hasSuffix("."))
        #expect(explanation.why.hasSuffix("."))
        #expect(!explanation.remedy.isEmpty)
    }
}
