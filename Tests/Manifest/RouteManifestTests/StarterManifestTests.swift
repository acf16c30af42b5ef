import Diagnostics
import Foundation
import ManifestCases
import RouteManifest
import StrictYAML
import Support
import Testing

/// The manifests that `mcp-auth init` writes.
@Suite("the manifests to start from")
struct StarterManifestTests {
    private static let names = ["demo.yaml", "team.yaml"]

    private static func text(of name: String) throws -> [UInt8] {
        let file = Installation.package.appendingPathComponent("Sources/Top/mcp-auth/Init/Starters/\(name)")
        return Array(try Data(contentsOf: file))
    }

    /// - Parameter secrets: What every secret file holds; nil: there is none.
    private static func load(
        _ text: [UInt8], secrets: String? = "redis://of-use-as-a-secret-as-well:6379"
    ) -> ManifestResult {
        let surroundings = ManifestSurroundings(
            environment: [:], templates: ManifestCase.templates,
            readSecretFile: { _ in
                secrets.map { .contents(Array($0.utf8), worldReadable: false) }
                    ?? .unreadable("No such file or directory")
            })
        return ManifestLoader(surroundings: surroundings).load(text)
    }

    @Test("each reads without a word", arguments: names)
    func reading(name: String) throws {
        let result = Self.load(try Self.text(of: name))
        #expect(result.diagnostics.map { $0.rendered() } == [])
        #expect(result.manifest != nil)
    }

    @Test(
        "what stands in one as a comment is valid where it stands, without the mark of the comment",
        arguments: names)
    func comments(name: String) throws {
        let variants = CommentedBlocks(try Self.text(of: name)).variants
        #expect(variants.count >= 6)
        for variant in variants {
            // The files that it shows are nowhere.
            let errors = Self.load(variant.text).diagnostics.filter {
                $0.severity == .error && $0.code != DiagnosticCode.staticFile.rawValue
            }
            #expect(errors.isEmpty, "line \(variant.line): \(errors.map { $0.rendered() })")
        }
    }

    @Test(
        "the team's has no secret in it: without the files that it names it is refused, and for nothing else")
    func secrets() throws {
        let text = try Self.text(of: "team.yaml")
        let result = Self.load(text, secrets: nil)
        #expect(result.manifest == nil)
        #expect(Set(result.codes) == [.secretFile])
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        #expect(!lines.contains { $0.firstMatch(of: /^[ -]*secret:/) != nil })
    }

    @Test("the team's has every section that a manifest has, and the sections in their order")
    func sections() throws {
        func sections(_ name: String) throws -> [String] {
            String(decoding: try Self.text(of: name), as: UTF8.self).split(separator: "\n")
                .compactMap { $0.wholeMatch(of: /([a-z_]+):.*/).map { String($0.1) } }
        }
        #expect(try sections("team.yaml") == sections("demo.yaml"))
    }
}
