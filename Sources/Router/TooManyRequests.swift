internal import Endpoint
internal import RouteManifest

/// What those who are over a rate limit are told (RFC 6585 §4), with the numbers that a client needs to slow down by itself.
final class TooManyRequests: Sendable {
    private let limit: RateLimit
    private let answers: ByOrigin<EndpointResponse>
    private let page: EndpointResponse?

    /// - Parameters:
    ///   - headers: What each of these answers carries.
    ///   - page: For browsers; nil: JSON for everybody.
    init(_ limit: RateLimit, headers: ByOrigin<HeaderBlock>, page: EndpointResponse?) {
        self.limit = limit
        self.page = page?.adding(headers.others)
        answers = headers.map {
            .error(
                429, "too_many_requests", "too many requests from this address; try again later", headers: $0)
        }
    }

    /// - Parameter seconds: Until a request would be admitted.
    func answer(to head: RequestHead, retryAfter seconds: Int64) -> EndpointResponse {
        var answer = answers.value(for: head)
        if let page, head.wantsPage { answer = page }
        return answer.adding([
            "Retry-After": "\(seconds)", "RateLimit-Limit": "\(limit.count)", "RateLimit-Remaining": "0",
            "RateLimit-Reset": "\(seconds)",
        ]).refusing(because: "over the rate limit of \(limit.rate)")
    }
}
