import ManifestCases
import RouteManifest
import Router
import StrictYAML
import Support
import Testing

/// `SEED=n` repeats the edits of a run whose first seed was n.
@Suite("what print --effective tells is what holds")
struct EffectiveManifestTests {
    @Test("read in the place of the file it tells the same", arguments: ManifestCase.golden.keys.sorted())
    func golden(_ name: String) throws {
        check(ManifestCase(try #require(ManifestCase.golden[name]).input), "\(name)")
    }

    @Test("and so it does of manifests that were edited at random")
    func edited() async {
        let told = await EditedManifest.survey { check($0.scene, "\($0)") }
        #expect(told.contains(true))
    }

    /// - Returns: Whether there is something to be told.
    @discardableResult
    private func check(_ scene: ManifestCase, _ comment: Comment) -> Bool {
        let result = scene.load(isTelling: true)
        guard let manifest = result.manifest else { return false }
        // What is masked says nothing; any secret stands for it.
        let text = result.effective
            .replacing("redis_url: '***'", with: "redis_url: redis://redis:6379")
            .replacing("'***'", with: ShippedManifest.secret)
        var again = scene
        again.surroundings.environment = [:]
        again.overrides = ManifestOverrides()
        again.texts = [FileText(fileName: "effective.yaml", text: Array(text.utf8))]
        let read = again.load(isTelling: true)
        #expect(read.manifest != nil, "\(comment): \(read.rendered)\(text)")
        guard let same = read.manifest else { return true }
        #expect(read.effective == result.effective, comment)
        #expect(Self.routes(same) == Self.routes(manifest), comment)
        #expect(RoutePlan(same).metadata == RoutePlan(manifest).metadata, comment)
        return true
    }

    /// All that is planned of them, but for why one is off: that the file says so is another reason than the one it had.
    private static func routes(_ manifest: Manifest) -> [Planned] {
        RoutePlan(manifest).routes.map { planned in
            var route = planned.route
            if !route.isOn { route.state = .off(.commandLine(route.name)) }
            return Planned(route: route, paths: planned.paths, callers: planned.callers)
        }
    }

    private struct Planned: Equatable {
        let route: Route
        let paths: [String]
        let callers: CallerPolicy
    }
}
