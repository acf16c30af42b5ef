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
    /// Nil where there is no limit, and where the target asks for it.
    private let limit: (limiter: RateLimiter, refusal: TooManyRequests)?

    init<Failure>(
        _ route: PlannedRoute, metadata: AuthorizationServerMetadata, options: CompiledRouter.Options,
        clock: Clock, handler: (PlannedRoute) throws(Failure) -> any EndpointHandler
    ) throws(Failure) {
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
        let limiter = route.rateLimit.map { RateLimiter($0, capacity: options.rateLimitedPeers) }
        let page = route.handler.traits.isPage ? options.tooManyRequestsPage : nil
        if let limiter, let counting = options.sharedCounting, limiter.limit.scope == .shared {
            // The transport adds the headers of the route to whatever an endpoint answers.
            let none = ByOrigin(others: HeaderBlock.empty, listed: [:])
            let endpoint = try SharedLimitHandler(
                limiter: SharedLimiter(route: name, counting: counting, own: limiter, clock: clock),
                refusal: TooManyRequests(limiter.limit, headers: none, page: page),
                handler: route.handler.isDocument
                    ? DocumentHandler(
                        document: PreparedDocument(metadata.json, cache: route.cache, headers: .empty))
                    : handler(route))
            target = .endpoint(endpoint, policies)
            limit = nil
        } else {
            target =
                try route.handler.isDocument
                ? .document(headers.map { PreparedDocument(metadata.json, cache: route.cache, headers: $0) })
                : .endpoint(handler(route), policies)
            limit = limiter.map { ($0, TooManyRequests($0.limit, headers: headers, page: page)) }
        }
    }

    func decide(_ head: RequestHead, clock: Clock) -> RouteDecision {
        if let limit, case .refused(let seconds) = limit.limiter.admit(PeerKey(head.peer), now: clock.now) {
            return .answer(limit.refusal.answer(to: head, retryAfter: seconds), route: name)
        }
        switch target {
        case .endpoint(let handler, let policies): return .endpoint(handler, policies.value(for: head))
        case .document(let documents):
            return .answer(documents.value(for: head).answer(to: head), route: name)
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

extension [HTTPMethod] {
    var list: String { map(\.rawValue).joined(separator: ", ") }
}
