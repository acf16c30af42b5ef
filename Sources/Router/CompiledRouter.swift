package import Endpoint
package import OAuthModel
internal import RouteManifest

/// The plan made ready to serve: each path leads to its answer in one look-up, and each answer that doesn't depend on the
/// request has been written already.
///
/// Paths are compared byte for byte as they were sent: nothing is decoded, and a slash at the end makes another path.
package struct CompiledRouter: EndpointTable {
    private let paths: [String: ServedPath]
    /// Why there is nothing at a path, for the log.
    private let switchedOff: [String: String]
    private let notFound: NotFound
    private let clock: Clock

    package struct Options: Sendable {
        /// What a browser is shown where nothing is served, its status and headers included; nil: JSON, as for programs.
        package var notFoundPage: EndpointResponse?
        /// What a browser is shown when a route with pages is over its rate limit; nil: JSON.
        package var tooManyRequestsPage: EndpointResponse?
        /// What counts the limits that are shared; nil: they are counted as those of one instance.
        package var sharedCounting: SharedCounting?
        /// How many peers a route with a rate limit keeps count of, at about 100 bytes each.
        package var rateLimitedPeers: Int

        package init(
            notFoundPage: EndpointResponse? = nil, tooManyRequestsPage: EndpointResponse? = nil,
            sharedCounting: SharedCounting? = nil, rateLimitedPeers: Int = 16_384
        ) {
            self.notFoundPage = notFoundPage
            self.tooManyRequestsPage = tooManyRequestsPage
            self.sharedCounting = sharedCounting
            self.rateLimitedPeers = rateLimitedPeers
        }
    }

    /// `handler` is asked once for each route that is on, but for the metadata document, which needs none.
    package init<Failure>(
        _ plan: RoutePlan, clock: Clock = .system, options: Options = Options(),
        handler: (PlannedRoute) throws(Failure) -> any EndpointHandler
    ) throws(Failure) {
        var routes: [String: [CompiledRoute]] = [:]
        for planned in plan.servedRoutes {
            let route = try CompiledRoute(
                planned, metadata: plan.metadata, options: options, clock: clock, handler: handler)
            for path in planned.paths { routes[path, default: []].append(route) }
        }
        paths = routes.mapValues(ServedPath.init)
        var switchedOff: [String: String] = [:]
        for planned in plan.routes {
            guard case .off(let reason) = planned.state else { continue }
            for path in planned.paths { switchedOff[path] = "route \(planned.name) is off (\(reason))" }
        }
        self.switchedOff = switchedOff
        notFound = NotFound(page: options.notFoundPage)
        self.clock = clock
    }

    package func decide(_ head: RequestHead) -> RouteDecision {
        guard let path = paths[head.path] else {
            return .answer(notFound.answer(to: head, cause: switchedOff[head.path]), route: nil)
        }
        switch path.decide(head) {
        case .route(let route): return route.decide(head, clock: clock)
        case .answer(let answer, let name): return .answer(answer, route: name)
        }
    }
}
