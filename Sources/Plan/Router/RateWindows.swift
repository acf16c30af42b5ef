internal import OAuthModel
internal import RouteManifest

/// What the rate limits of a plan have counted, in this process.
///
/// The plan that takes the place of another one is given what that one has counted: of a route whose rate and what it counts are as
/// before the windows go on, be its path or its handler another. All others end with the old plan: what is remembered is that of
/// one plan, however many there were.
package struct RateWindows: Sendable {
    private struct Key: Hashable {
        let route: RouteName
        let rate: Rate
        let counted: CountedRequests
    }

    private var limiters: [Key: RateLimiter] = [:]

    package init() {}

    /// The one limiter of a route, on however many paths.
    ///
    /// - Parameters:
    ///   - former: Of the plan whose place is taken.
    ///   - capacity: How many peers a new one remembers.
    mutating func limiter(
        of route: RouteName, _ limit: RateLimit, former: RateWindows, capacity: Int
    ) -> RateLimiter {
        let key = Key(route: route, rate: limit.rate, counted: limit.counted)
        let limiter =
            limiters[key] ?? former.limiters[key] ?? RateLimiter(limit.rate, capacity: capacity)
        limiters[key] = limiter
        return limiter
    }
}
