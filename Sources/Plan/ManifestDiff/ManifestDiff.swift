package import RouteManifest

/// What changes from one manifest to another.
package struct ManifestDiff: Sendable {
    package let differences: [Difference]

    package init(from old: Manifest, to new: Manifest) {
        let (old, new) = (Side(old), Side(new))
        differences = Self.rules.flatMap { $0.differences(old, new) }
    }

    /// In the order in which they are told.
    static let rules: [Rule] =
        Rule.issuer + Rule.routes + Rule.metadata + Rule.offers + Rule.tokens + Rule.keys + Rule.scopes
        + Rule.resources
        + Rule.resourceServers + Rule.clients + Rule.registration + Rule.documents + Rule.upstream
        + Rule.providers
        + Rule.server + Rule.store
        + Rule.log
}
