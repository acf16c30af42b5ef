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
        /// Why it could not be the last time.
        var failure: UpstreamRefusal?
    }

    private let uptime: Uptime
    private let fetch: Fetch
    private let flights = SingleFlight<Flight, Outcome>()
    private let state = Mutex(State())

    init(uptime: Uptime, fetch: @escaping Fetch) {
        self.uptime = uptime
        self.fetch = fetch
    }

    func copy() async -> Outcome {
        let now = uptime.now
        if let copy = state.withLock({ $0.copy }), now < copy.freshUntil { return .success(copy) }
        return await flights.value(of: .fresh) { [self] in
            guard let found = served else { return await fetched() }
            guard uptime.now >= found.freshUntil, mayRenew() else { return .success(found) }
            return await fetched().flatMapError { _ in .success(found) }
        }
    }

    /// One that is newer than a copy in which something is missing, which may be there by now: where that can't be had, the copy is no
    /// answer. The copy itself where it was fetched anew within the last minute.
    func newer(than copy: Copy) async -> Outcome {
        await flights.value(of: .newer) { [self] in
            guard let found = served else { return await fetched() }
            guard found.fetchedAt <= copy.fetchedAt else { return .success(found) }
            guard mayRenew() else {
                return state.withLock { $0.failure }.map { .failure($0) } ?? .success(found)
            }
            return await fetched()
        }
    }

    private enum Flight { case fresh, newer }

    /// The copy that may still serve.
    private var served: Copy? {
        let now = uptime.now
        return state.withLock { $0.copy }.flatMap { now < $0.freshUntil + KeptFor.cap ? $0 : nil }
    }

    private func mayRenew() -> Bool {
        let now = uptime.now
        return state.withLock { state in
            guard now >= state.nextRenewal else { return false }
            state.nextRenewal = now + KeptFor.floor
            return true
        }
    }

    private func fetched() async -> Outcome {
        let outcome = await fetch().map { value, freshness in
            let now = uptime.now
            return Copy(value: value, fetchedAt: now, freshUntil: now + KeptFor.duration(freshness))
        }
        state.withLock { state in
            switch outcome {
            case .success(let copy): (state.copy, state.failure) = (copy, nil)
            case .failure(let refusal): state.failure = refusal
            }
        }
        return outcome
    }
}
