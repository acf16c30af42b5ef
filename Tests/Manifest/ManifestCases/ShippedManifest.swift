import Foundation
package import RouteManifest
import Support

/// The `routes.yaml` of the repository.
package enum ShippedManifest {
    package static let text: [UInt8] =
        (try? Data(contentsOf: Installation.package.appendingPathComponent("routes.yaml"))).map(Array.init)
        ?? []

    /// Stands in it, and is never to be shown.
    package static let secret = "demo-resource-server-secret-for-loopback-only"

    package static let scene = ManifestCase(String(decoding: text, as: UTF8.self))

    package static func load(
        text: [UInt8] = text, environment: [String: String] = [:],
        overrides: ManifestOverrides = ManifestOverrides(), isTelling: Bool = false
    ) -> ManifestResult {
        let surroundings = ManifestSurroundings(environment: environment, templates: ManifestCase.templates)
        return ManifestLoader(surroundings: surroundings, overrides: overrides).load(
            text, isTelling: isTelling)
    }
}
