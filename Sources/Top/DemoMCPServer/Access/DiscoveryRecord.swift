/// What is known of the authorization server, and when it may be looked for again. Pure: time comes in.
struct DiscoveryRecord: Sendable {
    private(set) var known: DiscoveredServer?
    private var freshUntil: ContinuousClock.Instant?
    private var failures = 0
    private var failure: Unavailable?
    private(set) var nextAttempt: ContinuousClock.Instant?

    /// How long a document is passed on before it is fetched again.
    static let lifetime = Duration.seconds(30)

    /// What an attempt changed, as far as the operator wants to hear of it.
    enum News: Sendable {
        case found
        case lost(Unavailable)
    }

    func fresh(at now: ContinuousClock.Instant) -> DiscoveredServer? {
        freshUntil.flatMap { now < $0 ? known : nil }
    }

    /// Why no attempt is made at this moment; `nil` when one may be.
    func pause(at now: ContinuousClock.Instant) -> Unavailable? {
        guard let nextAttempt, let failure, now < nextAttempt else { return nil }
        let wait = now.duration(to: nextAttempt).components
        return Unavailable(
            failure.cause, hint: failure.hint,
            retryAfter: Int(wait.seconds) + (wait.attoseconds > 0 ? 1 : 0))
    }

    mutating func forget() {
        known = nil
        freshUntil = nil
    }

    /// Takes the outcome of an attempt. The pause after failures doubles from a quarter of a second to five
    /// seconds.
    mutating func note(
        _ result: Result<DiscoveredServer, Unavailable>, at now: ContinuousClock.Instant
    ) -> News? {
        switch result {
        case .success(let server):
            let isNews = known == nil || failures > 0
            known = server
            freshUntil = now + Self.lifetime
            failures = 0
            failure = nil
            nextAttempt = nil
            return isNews ? .found : nil
        case .failure(let failure):
            let isNews = self.failure?.cause != failure.cause
            self.failure = failure
            failures += 1
            nextAttempt = now + min(.milliseconds(250) * (1 << min(failures - 1, 5)), .seconds(5))
            return isNews ? .lost(failure) : nil
        }
    }
}
