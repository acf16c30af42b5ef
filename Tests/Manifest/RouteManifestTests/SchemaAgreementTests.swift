import Diagnostics
import Foundation
import JSON
import ManifestCases
import Support
import Testing
import YAML

@testable import RouteManifest
@testable import StrictYAML

@Suite("the schema and the decoder agree")
struct SchemaAgreementTests {
    @Test(
        "what the schema refuses the decoder refuses; what the decoder refuses by its shape the schema refuses, but for what it can't say"
    )
    func agreement() async throws {
        let folder = try TemporaryFolder()
        let trials = Self.trials()
        let verdicts = try await SchemaValidator(in: folder).verdicts(on: trials.map(\.json))
        try #require(verdicts.count == trials.count)
        var disagreements: [String] = []
        for (trial, verdict) in zip(trials, verdicts) {
            if let disagreement = trial.disagreement(with: verdict) { disagreements.append(disagreement) }
        }
        let shown = disagreements.prefix(20).joined(separator: "\n\n")
        #expect(
            disagreements.isEmpty, "seed \(Self.seed): \(disagreements.count) of \(trials.count)\n\(shown)")
    }

    @Test("of files that both refuse, both point at the same key or entry")
    func places() async throws {
        let broken = Self.cases().compactMap { name, manifest in
            SchemaTrial(name, manifest).flatMap { $0.isRefused ? $0 : nil }
        }
        let folder = try TemporaryFolder()
        let verdicts = try await SchemaValidator(in: folder).verdicts(on: broken.map(\.json))
        let rows = zip(broken, verdicts).compactMap { trial, verdict in verdict.map { trial.row(beside: $0) }
        }
        #expect(rows.count >= 40)
        let elsewhere = rows.filter { !$0.isSame }
        #expect(elsewhere.isEmpty, "\(elsewhere.map(\.text).joined())")
        let table = WrittenFile("Tests/Manifest/RouteManifestTests/Schema/broken-files.txt")
        #expect(table.accepts(rows.map(\.text).joined(separator: "\n")), "UPDATE_GOLDEN=1 writes it")
    }

    private static func cases() -> [(String, ManifestCase)] {
        // The schema is that of a whole manifest.
        GoldenManifestTests.files.sorted { $0.key < $1.key }.map {
            ($0.key, ManifestCase($0.value.input))
        }.filter { $0.1.texts.count == 1 }
    }

    private static let seed = Soak.isOn ? Soak.seed : 11
    private static let count = Soak.isOn ? 30_000 : 3000

    private static func trials() -> [SchemaTrial] {
        let cases = cases()
        let shipped = ("shipped", ManifestCase(String(decoding: ShippedManifest.text, as: UTF8.self)))
        let sound = [shipped] + cases.filter { $0.1.load().manifest != nil }
        var mutator = Mutator(seed: seed, names: Array(Set(ManifestLanguage.keys.map(\.entry.name))).sorted())
        let mutated = (0..<count).compactMap { index -> SchemaTrial? in
            // Every fifth is the shipped one, which has most.
            let (name, original) = index % 5 == 0 ? shipped : sound[index % sound.count]
            guard let root = YAMLDocument(parsing: original.texts[0].text).root else {
                return nil
            }
            var changed = original
            changed.texts[0] = FileText(
                fileName: "routes.yaml", text: Array(mutator.mutated(Tree(root)).text.utf8))
            return SchemaTrial("\(name), changed \(index)", changed)
        }
        return ([shipped] + cases).compactMap { SchemaTrial($0.0, $0.1) } + mutated
    }
}
