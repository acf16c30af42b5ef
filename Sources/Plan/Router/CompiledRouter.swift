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
    /// The answer to `OPTIONS *`.
    private let serverOptions: EndpointResponse
    private let clock: Clock

    package let headerTooLargePage: EndpointResponse?
    /// For the plan that takes the place of this one.
    package let windows: RateWindows

    package struct Options: Sendable {
        /// What a browser is shown where nothing is served, its status and headers included; nil: JSON, as for programs.
        package var notFoundPage: EndpointResponse?
        /// What a browser is shown when a route with pages is over its rate limit; nil: JSON.
        package var tooManyRequestsPage: EndpointResponse?
        /// What a browser is shown that asks for a path by a method that it doesn't take, given those that it takes; nil: JSON.
        package var methodNotAllowedPage: (@Sendable (_ sentence: String) -> EndpointResponse)?
        /// What everybody is shown who asks for a page under a name that is not this server's; nil: JSON.
        package var misdirectedPage: (@Sendable (Misdirection) -> EndpointResponse)?
        /// What a browser is shown whose header section is too large; nil: JSON.
        package var headerTooLargePage: EndpointResponse?
        /// What counts the limits that are shared; nil: they are counted as those of one instance.
        package var sharedCounting: SharedCounting?
        /// How many peers a route with a rate limit keeps count of, at about 100 bytes each.
        package var rateLimitedPeers: Int
        /// What the plan has counted whose place this one takes.
        package var windows: RateWindows
        /// Who is told of what the table answers by itself; nil: nobody.
        package var seen: (@Sendable (SeenRequest, RequestHead) -> Void)?

        package init(
            notFoundPage: EndpointResponse? = nil, tooManyRequestsPage: EndpointResponse? = nil,
            methodNotAllowedPage: (@Sendable (_ sentence: String) -> EndpointResponse)? = nil,
            misdirectedPage: (@Sendable (Misdirection) -> EndpointResponse)? = nil,
            headerTooLargePage: EndpointResponse? = nil,
            sharedCounting: SharedCounting? = nil, rateLimitedPeers: Int = 16_384,
            windows: RateWindows = RateWindows(),
            seen: (@Sendable (SeenRequest, RequestHead) -> Void)? = nil
        ) {
            self.notFoundPage = notFoundPage
            self.tooManyRequestsPage = tooManyRequestsPage
            self.methodNotAllowedPage = methodNotAllowedPage
            self.misdirectedPage = misdirectedPage
            self.headerTooLargePage = headerTooLargePage
            self.sharedCounting = sharedCounting
            self.rateLimitedPeers = rateLimitedPeers
            self.windows = windows
            self.seen = seen
        }
    }

    /// `target` is asked once for each route that is on.
    package init<Failure>(
        _ plan: RoutePlan, clock: Clock = .system, options: Options = Options(),
        target: (PlannedRoute) throws(Failure) -> RouteTarget
    ) throws(Failure) {
        var routes: [String: [CompiledRoute]] = [:]
        var windows = RateWindows()
        for planned in plan.servedRoutes {
            let target = try target(planned)
            func serve(_ target: RouteTarget, at paths: [String]) {
                let route = CompiledRoute(
                    planned, target: target, plan: plan, options: options, windows: &windows, clock: clock)
                for path in paths { routes[path, default: []].append(route) }
            }
            serve(target, at: planned.paths)
            if case .stamped(let document) = target {
                serve(.document(document.lasting), at: planned.paths.map(document.stamped))
            }
        }
        paths = routes.mapValues { ServedPath($0, page: options.methodNotAllowedPage, seen: options.seen) }
        var switchedOff: [String: String] = [:]
        for planned in plan.routes {
            guard let reason = planned.offReason else { continue }
            for path in planned.paths { switchedOff[path] = reason }
        }
        self.switchedOff = switchedOff
        notFound = NotFound(page: options.notFoundPage, metadata: plan.url(of: .metadata))
        headerTooLargePage = options.headerTooLargePage
        self.windows = windows
        serverOptions = EndpointResponse(
            status: 204, headers: HeaderBlock(["Allow": Self.methods(of: routes)]))
        self.clock = clock
    }

    private static func methods(of routes: [String: [CompiledRoute]]) -> String {
        let served = routes.values.flatMap { $0 }.methods
        return ([.get, .head, .post].filter(served.contains) + [.options]).list
    }

    package func decide(_ head: RequestHead) -> RouteDecision {
        guard let path = paths[head.path] else {
            if head.path == "*" { return .answer(serverOptions, route: nil) }
            return .answer(notFound.answer(to: head, switchedOff: switchedOff[head.path]), route: nil)
        }
        switch path.decide(head) {
        case .route(let route): return route.decide(head, clock: clock)
        case .answer(let answer, let name): return .answer(answer, route: name)
        }
    }
}
