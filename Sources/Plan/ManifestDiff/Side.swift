import RouteManifest
import Router

/// One of two manifests, with what follows from it.
struct Side: Sendable {
    let manifest: Manifest
    let plan: RoutePlan

    init(_ manifest: Manifest) {
        self.manifest = manifest
        plan = RoutePlan(manifest)
    }
}
