import RouteManifest
import Router

extension RoutePlan {
    /// How many bytes the timeline may take; `nil`: nobody may look at one, and there is none.
    var timelineLimit: Int? {
        if case .flows(let options)? = route(.flows)?.binding { options.memory } else { nil }
    }
}
