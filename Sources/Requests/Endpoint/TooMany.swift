/// What everybody is told who is over a limit (RFC 6585 §4), with the numbers that a client needs to slow down by itself.
extension EndpointResponse {
    package static let tooManyRequests = "too_many_requests"

    /// The answer with when to come back.
    ///
    /// - Parameters:
    ///   - count: How many are admitted in a period.
    ///   - seconds: Until one is admitted again, at least 1.
    package func limited(to count: Int, seconds: Int64) -> EndpointResponse {
        var answer = self
        answer.headers.add("Retry-After", "\(seconds)")
        answer.headers.add("RateLimit-Limit", "\(count)")
        answer.headers.add("RateLimit-Remaining", "0")
        answer.headers.add("RateLimit-Reset", "\(seconds)")
        return answer
    }
}
