import Foundation
import RouteManifest
import Support

/// The `routes.yaml` of the repository.
enum ShippedManifest {
    static let text: [UInt8] =
        (try? Data(contentsOf: Installation.package.appendingPathComponent("routes.yaml"))).map(Array.init)
        ?? []

    static func load(
        text: [UInt8] = text, environment: [String: String] = [:],
        overrides: ManifestOverrides = ManifestOverrides()
    ) -> ManifestResult {
        let surroundings = ManifestSurroundings(environment: environment, templates: ManifestCase.templates)
        return ManifestLoader(surroundings: surroundings, overrides: overrides).load(text)
    }
}
