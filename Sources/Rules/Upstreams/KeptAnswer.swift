import OAuthCore
import OAuthModel
import Synchronization

/// What a provider serves to everybody, its configuration or its keys, kept for as long as the answer said (``KeptFor``).
///
/// One that is no longer fresh is fetched anew before it is relied on, by the first of all who ask at once. Where that fails the copy serves
/// for a day more, and the provider is left alone for a minute. What fails without a copy is tried by each who asks, one at a time.
final class KeptAnswer<Value: Sendable>: Sendable {
    struct Copy: Sendable {
        let value: Value
        fileprivate let fetchedAt: Duration
        fileprivate let freshUntil: Duration
    }

    /// What was read, and how long it says that it is fresh.
    typealias Fetch = @Sendable () async -> Result<(value: Value, freshness: Duration?), UpstreamRefusal>
    typealias Outcome = Result<Copy, UpstreamRefusal>

    private struct State {
        var copy: Copy?
        /// Before that a copy is not fetched anew.
        var nextRenewal = Duration.zero
    }

    private let uptime: Uptime
    private let fetch: Fetch
    private let flights = SingleFlight<Int, Outcome>()
    private let state = Mutex(State())

    init(uptime: Uptime, fetch: @escaping Fetch) {
        self.uptime = uptime
        self.fetch = fetch
    }

    func copy() async -> Outcome {
        let now = uptime.now
        if let copy = state.withLock({ $0.copy }), now < copy.freshUntil { return .success(copy) }
        return await renewed { [uptime] in uptime.now < $0.freshUntil }
    }

    /// One that is newer than a copy in which something is missing; the copy itself where it was fetched anew within the last minute.
    func newer(than copy: Copy) async -> Outcome {
        await renewed { $0.fetchedAt > copy.fetchedAt }
    }

    /// - Parameter isEnough: Whether a copy that somebody else had fetched in the meantime will do.
    private func renewed(unless isEnough: @escaping @Sendable (Copy) -> Bool) async -> Outcome {
        await flights.value(of: 0) { [self] in
            let now = uptime.now
            let (found, nextRenewal) = state.withLock { ($0.copy, $0.nextRenewal) }
            guard let found, now < found.freshUntil + KeptFor.cap else { return await fetched() }
            guard !isEnough(found), now >= nextRenewal else { return .success(found) }
            state.withLock { $0.nextRenewal = now + KeptFor.floor }
            return await fetched().flatMapError { _ in .success(found) }
        }
    }

    private func fetched() async -> Outcome {
        await fetch().map { value, freshness in
            let now = uptime.now
            let copy = Copy(value: value, fetchedAt: now, freshUntil: now + KeptFor.duration(freshness))
            state.withLock { $0.copy = copy }
            return copy
        }
    }
}
