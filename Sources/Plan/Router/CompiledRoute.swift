internal import Endpoint
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
    /// Who is told of each request that may pass; nil: nobody.
    private let seen: (@Sendable (RequestHead) -> Void)?
    /// Nil where there is no limit, and where the target sees to it.
    private let limit: (limiter: RateLimiter, refusal: TooManyRequests)?

    /// - Parameters:
    ///   - target: What answers on it.
    ///   - windows: Of the plan that it is a route of.
    init(
        _ route: PlannedRoute, target: RouteTarget, plan: RoutePlan, options: CompiledRouter.Options,
        windows: inout RateWindows, clock: Clock
    ) {
        name = route.name.text
        methods = route.methods.flatMap {
            $0 == .get ? [.get, .head] : [HTTPMethod(rawValue: $0.rawValue)]
        }
        let cors = CORSHeaders(route.cors, methods: methods.list)
        var own = HeaderBlock()
        for field in route.headers { own.add(field.name, field.value) }
        let headers = cors.answers.map { own.adding($0) }
        self.headers = headers
        preflightHeaders = cors.preflights.map { own.adding($0) }
        let isPage = route.handler.descriptor.isPage
        let page = isPage ? options.tooManyRequestsPage : nil
        ownNames = isPage ? OwnNames(plan, page: options.misdirectedPage) : nil
        seen = options.seen.flatMap { seen in
            route.handler == .metadata ? { @Sendable in seen(.metadata, $0) } : nil
        }
        let policies = headers.map {
            EndpointPolicy(
                name: route.name.text, bodyLimit: route.bodyLimit, timeout: route.timeout, headers: $0)
        }
        // The transport adds the headers of the route to whatever an endpoint answers.
        func refusal(_ limit: RateLimit) -> TooManyRequests {
            TooManyRequests(limit, headers: ByOrigin(others: .empty, listed: [:]), page: page)
        }
        func handler() -> any EndpointHandler {
            switch target {
            case .handler(let handler): handler
            case .document(let document), .stamped(let document):
                DocumentHandler(document: PreparedDocument(document, cache: route.cache, headers: .empty))
            case .live(let document, let absence):
                LiveDocumentHandler(document, absence: absence, cache: route.cache)
            }
        }
        switch LimitPlace(route, target, options, &windows, clock) {
        case .beforeHandler(let limiter, let written):
            limit = nil
            self.target = .endpoint(
                SharedLimitHandler(limiter: limiter, refusal: refusal(written), handler: handler()), policies)
            return
        case .afterHandler(let limiter, let written):
            limit = nil
            self.target = .endpoint(
                FailureLimitHandler(limiter: limiter, refusal: refusal(written), handler: handler()), policies
            )
            return
        case .nowhere: limit = nil
        case .decision(let limiter, let written):
            limit = (limiter, TooManyRequests(written, headers: headers, page: page))
        }
        self.target =
            switch target {
            case .handler, .live: .endpoint(handler(), policies)
            case .document(let document), .stamped(let document):
                .document(headers.map { PreparedDocument(document, cache: route.cache, headers: $0) })
            }
    }

    func decide(_ head: RequestHead, clock: Clock) -> RouteDecision {
        if let answer = ownNames?.objection(to: head) {
            return .answer(answer.adding(headers.value(for: head)), route: name)
        }
        if let limit, case .refused(let wait) = limit.limiter.admit(PeerKey(head.peer), now: clock.now) {
            return .answer(limit.refusal.answer(to: head, wait: wait), route: name)
        }
        seen?(head)
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

    init(
        _ route: PlannedRoute, _ target: RouteTarget, _ options: CompiledRouter.Options,
        _ windows: inout RateWindows, _ clock: Clock
    ) {
        guard let limit = route.rateLimit else {
            self = .nowhere
            return
        }
        // A prepared document is an answer to everybody: nothing fails there.
        if target.isDocument, limit.counted == .failures {
            self = .nowhere
            return
        }
        let own = windows.limiter(
            of: route.name, limit, former: options.windows, capacity: options.rateLimitedPeers)
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
