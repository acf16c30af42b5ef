import RouteManifest
import StrictYAML
import Support

/// A manifest after random edits: one for each seed.
package struct EditedManifest: Sendable {
    private let seed: UInt64
    /// What was edited.
    private let origin: String
    package let scene: ManifestCase

    /// Those of this run: a tenth as many where there is no time.
    package static let seeds = Soak.steadySeed..<Soak.steadySeed + (Soak.isOn ? 10_000 : 1_000)

    /// Beside that of the case.
    package static let environment = ["HOME": "/", "EVIL": "\u{1b}[2J\n${X}"]

    /// The shipped file stands for half of what is edited, and of the golden cases one that is accepted for another quarter: what is
    /// refused before seldom tells of what is refused after.
    private static func origin(_ seed: UInt64) -> String? {
        guard !seed.isMultiple(of: 2) else { return nil }
        let names = seed % 4 == 1 ? all : accepted
        return names[Int(seed / 4 % UInt64(names.count))]
    }

    private static let all = ManifestCase.golden.keys.sorted()
    private static let accepted = all.filter {
        ManifestCase.golden[$0]?.expected.hasSuffix("accepted\n") == true
    }

    package init(seed: UInt64) {
        let name = Self.origin(seed)
        var scene =
            name.flatMap { ManifestCase.golden[$0] }.map { ManifestCase($0.input) } ?? ShippedManifest.scene
        scene.surroundings.environment.merge(Self.environment) { own, _ in own }
        var editor = RandomEditor(seed: seed)
        scene.texts = scene.texts.map { FileText(fileName: $0.fileName, text: editor.edited($0.text)) }
        self.seed = seed
        self.scene = scene
        origin = name ?? "routes.yaml"
    }
}

extension EditedManifest: CustomStringConvertible {
    package var description: String { "\(origin), seed \(seed)" }
}

extension EditedManifest {
    /// What comes of each of them, on all cores.
    package static func survey<Result: Sendable>(
        _ look: @escaping @Sendable (EditedManifest) async -> Result
    ) async -> [Result] {
        await withTaskGroup(of: [Result].self) { group in
            for share in 0..<UInt64(8) {
                group.addTask {
                    var results: [Result] = []
                    for seed in seeds where seed % 8 == share {
                        results.append(await look(EditedManifest(seed: seed)))
                    }
                    return results
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }
}
