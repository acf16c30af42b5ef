import OAuthModel
package import RouteManifest

/// A provider of a manifest, by its name.
package struct ChosenProvider: Sendable {
    let settings: ProviderSettings

    /// Nil where none of that name is on.
    package init?(_ name: String, in manifest: Manifest) {
        guard let found = manifest.upstreams.first(where: { $0.name.rawValue == name }) else { return nil }
        settings = found
    }

    package static func names(in manifest: Manifest) -> [String] {
        manifest.upstreams.map(\.name.rawValue)
    }
}
