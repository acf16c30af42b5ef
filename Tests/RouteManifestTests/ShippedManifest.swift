import Foundation
import RouteManifest

/// The `routes.yaml` of the repository.
enum ShippedManifest {
    static let text: [UInt8] = {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../routes.yaml")
        return (try? Data(contentsOf: url)).map(Array.init) ?? []
    }()

    static func load(
        text: [UInt8] = text, environment: [String: String] = [:],
        overrides: ManifestOverrides = ManifestOverrides()
    ) -> ManifestResult {
        let surroundings = ManifestSurroundings(environment: environment, templates: ManifestCase.templates)
        return ManifestLoader(surroundings: surroundings, overrides: overrides).load(text)
    }
}
