import RouteManifest

/// How a path comes to lead to a route.
package enum PathOrigin: String, Sendable {
    case own
    case alias
    /// It follows from the path of the issuer, which stands before it.
    case issuer
    /// The same where RFC 8414 §3.1 puts it: behind.
    case wellKnown = "well_known"
}

extension PlannedRoute {
    /// Nil for a path of another route.
    package func origin(of path: String) -> PathOrigin? {
        if path == route.path.text { return .own }
        if route.aliases.contains(where: { $0.text == path }) { return .alias }
        guard derivedPaths.contains(path) else { return nil }
        return route.paths.contains { path.hasSuffix($0.text) } ? .issuer : .wellKnown
    }
}
