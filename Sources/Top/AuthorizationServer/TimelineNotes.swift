import Router

extension RoutePlan {
    /// How many bytes the timeline may take; `nil`: nobody may look at one, and there is none.
    var timelineLimit: Int? { 8 << 20 }
}
