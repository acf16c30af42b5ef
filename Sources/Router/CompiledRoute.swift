internal import Endpoint
internal import OAuthCore
internal import OAuthModel
internal import RouteManifest

/// A route with everything that can be known before a request comes.
final class CompiledRoute: Sendable {
    /// What answers, once a request may pass.
    enum Target: Sendable {
        case endpoint(any EndpointHandler, ByOrigin<EndpointPolicy>)
        case document(ByOrigin<PreparedDocument>)
    }

    let name: String
    /// As they stand in `Allow`: HEAD after GET.
    let methods: [HTTPMethod]
    /// What the manifest and CORS add to every answer.
    let headers: ByOrigin<HeaderBlock>
    /// The same for preflights.
    let preflightHeaders: ByOrigin<HeaderBlock>
    private let target: Target
    /// Of a page: it answers under this server's own names only.
    private let ownNames: OwnNames?
    /// Nil where there is no limit, and where the target sees to it.
    private let limit: (limiter: RateLimiter, refusal: TooManyRequests)?

    init<Failure>(
        _ route: PlannedRoute, plan: RoutePlan, options: CompiledRouter.Options, clock: Clock,
        handler: (PlannedRoute) throws(Failure) -> any EndpointHandler
    ) throws(Failure) {
        let metadata = plan.metadata
        let name = route.name.text
        let methods = route.methods.flatMap {
            $0 == .get ? [.get, .head] : [HTTPMethod(rawValue: $0.rawValue)]
        }
        let cors = CORSHeaders(route.cors, methods: methods.list)
        var own = HeaderBlock()
        for field in route.headers { own.add(field.name, field.value) }
        let headers = cors.answers.map { own.adding($0) }
        self.name = name
        self.methods = methods
        self.headers = headers
        preflightHeaders = cors.preflights.map { own.adding($0) }
        let policies = headers.map {
            EndpointPolicy(name: name, bodyLimit: route.bodyLimit, timeout: route.timeout, headers: $0)
        }
        let page = route.handler.traits.isPage ? options.tooManyRequestsPage : nil
        ownNames = route.handler.traits.isPage ? OwnNames(plan, page: options.misdirectedPage) : nil
        // The transport adds the headers of the route to whatever an endpoint answers.
        let none = ByOrigin(others: HeaderBlock.empty, listed: [:])
        switch LimitPlace(route, options, clock) {
        case .nowhere: limit = nil
        case .decision(let limiter, let written):
            limit = (limiter, TooManyRequests(written, headers: headers, page: page))
        case .beforeHandler(let limiter, let written):
            limit = nil
            let endpoint = try SharedLimitHandler(
                limiter: limiter, refusal: TooManyRequests(written, headers: none, page: page),
                handler: route.handler.isDocument
                    ? DocumentHandler(
                        document: PreparedDocument(metadata.json, cache: route.cache, headers: .empty))
                    : handler(route))
            target = .endpoint(endpoint, policies)
            return
        case .afterHandler(let limiter, let written):
            limit = nil
            let endpoint = try FailureLimitHandler(
                limiter: limiter, refusal: TooManyRequests(written, headers: none, page: page),
                handler: handler(route))
            target = .endpoint(endpoint, policies)
            return
        }
        target =
            try route.handler.isDocument
            ? .document(headers.map { PreparedDocument(metadata.json, cache: route.cache, headers: $0) })
            : .endpoint(handler(route), policies)
    }

    func decide(_ head: RequestHead, clock: Clock) -> RouteDecision {
        if let answer = ownNames?.objection(to: head) {
            return .answer(answer.adding(headers.value(for: head)), route: name)
        }
        if let limit, case .refused(let wait) = limit.limiter.admit(PeerKey(head.peer), now: clock.now) {
            return .answer(limit.refusal.answer(to: head, wait: wait), route: name)
        }
        switch target {
        case .endpoint(let handler, let policies): return .endpoint(handler, policies.value(for: head))
        case .document(let documents):
            return .answer(documents.value(for: head).answer(to: head), route: name)
        }
    }
}

/// Where the limit of a route is seen to: as early as what it counts is known.
private enum LimitPlace {
    case nowhere
    /// Before the body of a request is read.
    case decision(RateLimiter, RateLimit)
    case beforeHandler(SharedLimiter, RateLimit)
    case afterHandler(FailureLimitHandler.Limiter, RateLimit)

    init(_ route: PlannedRoute, _ options: CompiledRouter.Options, _ clock: Clock) {
        // A prepared document is an answer to everybody: nothing fails there.
        guard let limit = route.rateLimit, limit.counted == .requests || !route.handler.isDocument else {
            self = .nowhere
            return
        }
        let own = RateLimiter(limit.rate, capacity: options.rateLimitedPeers)
        let shared = options.sharedCounting.flatMap { counting in
            limit.isShared
                ? SharedLimiter(route: route.name.text, counting: counting, own: own, clock: clock) : nil
        }
        switch (limit.counted, shared) {
        case (.requests, nil): self = .decision(own, limit)
        case (.requests, let shared?): self = .beforeHandler(shared, limit)
        case (.failures, nil): self = .afterHandler(.own(own, clock), limit)
        case (.failures, let shared?): self = .afterHandler(.shared(shared), limit)
        }
    }
}

extension HandlerName {
    /// The same answer for everybody, prepared when the routes are compiled.
    fileprivate var isDocument: Bool {
        switch self {
        case .metadata: true
        case .authorize, .token, .register, .introspect, .revoke, .fakeAuthorize, .fakeCallback, .fakeLogout,
            .health:
            false
        }
    }
}
