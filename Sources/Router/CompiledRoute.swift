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
    private let limiter: RateLimiter?
    private let tooMany: ByOrigin<EndpointResponse>
    private let tooManyPage: EndpointResponse?

    init<Failure>(
        _ route: PlannedRoute, metadata: AuthorizationServerMetadata, options: CompiledRouter.Options,
        handler: (PlannedRoute) throws(Failure) -> any EndpointHandler
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
        limiter = route.rateLimit.map { RateLimiter($0, capacity: options.rateLimitedPeers) }
        tooMany = headers.map {
            .error(
                429, "too_many_requests", "too many requests from this address; try again later", headers: $0)
        }
        tooManyPage = route.handler.traits.isPage ? options.tooManyRequestsPage?.adding(headers.others) : nil
        switch route.handler {
        case .metadata:
            target = .document(
                headers.map { PreparedDocument(metadata.json, cache: route.cache, headers: $0) })
        case .authorize, .token, .register, .introspect, .revoke, .fakeAuthorize, .fakeCallback, .fakeLogout,
            .health:
            let policies = headers.map {
                EndpointPolicy(name: name, bodyLimit: route.bodyLimit, timeout: route.timeout, headers: $0)
            }
            target = .endpoint(try handler(route), policies)
        }
    }

    func decide(_ head: RequestHead, clock: Clock) -> RouteDecision {
        if let limiter, case .refused(let seconds) = limiter.admit(PeerKey(head.peer), now: clock.now) {
            return .answer(refusal(to: head, limit: limiter.limit, seconds: seconds), route: name)
        }
        switch target {
        case .endpoint(let handler, let policies): return .endpoint(handler, policies.value(for: head))
        case .document(let documents):
            return .answer(documents.value(for: head).answer(to: head), route: name)
        }
    }

    /// RFC 6585 §4, with the numbers that a client needs to slow down by itself.
    private func refusal(to head: RequestHead, limit: RateLimit, seconds: Int64) -> EndpointResponse {
        var answer = tooMany.value(for: head)
        if let tooManyPage, head.wantsPage { answer = tooManyPage }
        return answer.adding([
            "Retry-After": "\(seconds)", "RateLimit-Limit": "\(limit.count)", "RateLimit-Remaining": "0",
            "RateLimit-Reset": "\(seconds)",
        ]).refusing(because: "over the rate limit of \(limit.rate)")
    }
}

extension [HTTPMethod] {
    var list: String { map(\.rawValue).joined(separator: ", ") }
}
