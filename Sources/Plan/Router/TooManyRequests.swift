internal import Endpoint
internal import OAuthModel
internal import RouteManifest
internal import Web

/// What those who are over the rate limit of a route are told.
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
        let words =
            switch limit.counted {
            case .requests: "too many requests from this address; try again later"
            case .failures: "too many requests from this address have failed; try again later"
            }
        answers = headers.map { .error(429, EndpointResponse.tooManyRequests, words, headers: $0) }
    }

    /// - Parameters:
    ///   - wait: Until a request would be admitted.
    ///   - cause: Of the failure in whose place this is answered.
    func answer(to head: RequestHead, wait: Duration, instead cause: AnswerCause? = nil) -> EndpointResponse {
        var answer = answers.value(for: head)
        if let page, head.wantsPage { answer = page }
        let failed = cause.map { ", failed: \($0.text)" } ?? ""
        return answer.limited(to: limit.rate.count, seconds: wait.secondsToWait)
            .refusing(.peerTooOften, limit.rate.text + failed)
    }
}
