import Foundation
import RouteManifest

/// The `routes.yaml` of the repository.
enum ShippedManifest {
    /// The folder of the repository.
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let text: [UInt8] =
        (try? Data(contentsOf: package.appendingPathComponent("routes.yaml"))).map(Array.init) ?? []

    static func load(
        text: [UInt8] = text, environment: [String: String] = [:],
        overrides: ManifestOverrides = ManifestOverrides()
    ) -> ManifestResult {
        let surroundings = ManifestSurroundings(environment: environment, templates: ManifestCase.templates)
        return ManifestLoader(surroundings: surroundings, overrides: overrides).load(text)
    }
}
