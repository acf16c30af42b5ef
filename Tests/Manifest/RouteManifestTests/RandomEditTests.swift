import ManifestCases
import RouteManifest
import StrictYAML
import Support
import Testing

/// `SEED=n` repeats the edits of a run whose first seed was n.
@Suite("whatever is done to a manifest")
struct RandomEditTests {
    @Test(
        "it is read to an end, and refused with a word or taken, the same whether what holds is told or not")
    func reading() async {
        let accepted = await EditedManifest.survey { edited in
            let comment: Comment = "\(edited)"
            let result = Watchdog.watch("\(edited)") { edited.scene.load() }
            expectSound(result, of: edited.scene.texts, comment)
            let telling = Watchdog.watch("\(edited), telling") { edited.scene.load(isTelling: true) }
            #expect(telling.diagnostics == result.diagnostics, comment)
            #expect(telling.routes == result.routes, comment)
            #expect(described(telling.manifest) == described(result.manifest), comment)
            #expect(result.told.isEmpty, comment)
            let places = telling.told.map(\.path)
            #expect(Set(places).count == places.count, "told twice: \(edited)")
            let secrets = telling.told.filter { $0.path.steps.last == .key("secret") }
            #expect(secrets.allSatisfy { $0.text == "'***'" }, comment)
            return result.manifest != nil
        }
        let count = accepted.count { $0 }
        #expect(accepted.count == EditedManifest.seeds.count)
        #expect(count * 8 > accepted.count && count * 2 < accepted.count, "\(count) are accepted")
    }

    /// With everything in it.
    private func described(_ manifest: Manifest?) -> String { manifest.map { "\($0)" } ?? "" }
}
