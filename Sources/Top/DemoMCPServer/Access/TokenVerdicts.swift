import Synchronization

/// Remembers what was said of each token, for a short while.
///
/// An active token is believed for a few seconds and never past its `exp`, so that a revocation is felt;
/// an inactive one for two seconds, which is enough to take the weight out of a client that insists. That the
/// authorization server could not be asked is not remembered. Concurrent requests with one token make one
/// introspection. With a lifetime of zero each request asks for itself.
final class TokenVerdicts: Sendable {
    private let introspect: @Sendable (BearerToken) async -> TokenVerdict
    private let clock: DemoClock
    private let positiveLifetime: Duration
    private let entries = Mutex<[BearerToken: Entry]>([:])

    private enum Entry {
        case pending(Task<TokenVerdict, Never>)
        case known(TokenVerdict, until: ContinuousClock.Instant)
    }

    static let negativeLifetime = Duration.seconds(2)
    /// Tokens remembered at once; beyond it the ones that expired go, then any.
    private static let capacity = 4096

    /// - Parameter positiveLifetime: For how long an active token is believed.
    init(
        clock: DemoClock, positiveLifetime: Duration,
        introspect: @escaping @Sendable (BearerToken) async -> TokenVerdict
    ) {
        self.introspect = introspect
        self.clock = clock
        self.positiveLifetime = positiveLifetime
    }

    func verdict(on token: BearerToken) async -> TokenVerdict {
        guard positiveLifetime > .zero else { return await introspect(token) }
        let now = clock.now()
        let task: Task<TokenVerdict, Never>
        switch entries.withLock({ Self.current(&$0, token, now) ?? begin(&$0, token, now) }) {
        case .known(let verdict, _): return verdict
        case .pending(let pending): task = pending
        }
        return await task.value
    }

    var count: Int { entries.withLock { $0.count } }

    private static func current(
        _ entries: inout [BearerToken: Entry], _ token: BearerToken, _ now: ContinuousClock.Instant
    ) -> Entry? {
        guard let entry = entries[token] else { return nil }
        if case .known(_, let until) = entry, until <= now { return nil }
        return entry
    }

    private func begin(
        _ entries: inout [BearerToken: Entry], _ token: BearerToken, _ now: ContinuousClock.Instant
    ) -> Entry {
        if entries.count >= Self.capacity { Self.makeRoom(&entries, now) }
        let entry = Entry.pending(
            Task {
                let verdict = await introspect(token)
                note(verdict, on: token)
                return verdict
            })
        entries[token] = entry
        return entry
    }

    private func note(_ verdict: TokenVerdict, on token: BearerToken) {
        let lifetime: Duration? =
            switch verdict {
            case .active(let claims): min(positiveLifetime, remaining(of: claims))
            case .refused: Self.negativeLifetime
            case .unavailable: nil
            }
        let until = lifetime.map { clock.now() + $0 }
        entries.withLock { $0[token] = until.map { .known(verdict, until: $0) } }
    }

    private func remaining(of claims: TokenClaims) -> Duration {
        guard let expiration = claims.expiration else { return positiveLifetime }
        let (seconds, overflow) = expiration.subtractingReportingOverflow(clock.unixTime())
        return overflow ? positiveLifetime : .seconds(seconds)
    }

    private static func makeRoom(_ entries: inout [BearerToken: Entry], _ now: ContinuousClock.Instant) {
        entries = entries.filter { entry in
            if case .known(_, let until) = entry.value { until > now } else { true }
        }
        guard entries.count >= capacity else { return }
        let victim = entries.first { if case .known = $0.value { true } else { false } }
        if let victim { entries[victim.key] = nil }
    }
}
