/// The authorization server could not be asked. The token may be a good one: this is never a 401.
struct Unavailable: Error, Equatable, Sendable {
    /// For the operator's log.
    let cause: String
    /// What the operator can do about it; nil where that is to be guessed.
    let hint: String?
    /// Seconds after which a client should try again.
    let retryAfter: Int

    init(_ cause: String, hint: String? = nil, retryAfter: Int = 1) {
        self.cause = cause
        self.hint = hint
        self.retryAfter = retryAfter
    }
}
