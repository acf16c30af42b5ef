/// The authorization server could not be asked. The token may be a good one: this is never a 401.
struct Unavailable: Error, Equatable, Sendable {
    /// For the operator's log.
    let cause: String
    /// Seconds after which a client should try again.
    let retryAfter: Int

    init(_ cause: String, retryAfter: Int = 1) {
        self.cause = cause
        self.retryAfter = retryAfter
    }
}
