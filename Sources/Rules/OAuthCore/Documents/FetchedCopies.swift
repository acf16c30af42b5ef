package import OAuthModel
import Synchronization
package import Web

/// What was had from the URLs that strangers name, read and kept for a while.
///
/// A copy is fresh for as long as its answer said (``KeptFor``). Until it is a day old it still serves where a newer one can't be had. What
/// fails is never kept, but it is not tried at will either: so many times for one URL, and so many for one who asks. What was had
/// within the day has a lane of its own, once a minute, in which no stranger stands.
package final class FetchedCopies<Value: Sendable>: Sendable {
    /// A value as it was read, and when.
    package struct Copy: Sendable {
        package let value: Value
        /// In bytes, about.
        let cost: Int
        let fetchedAt: Duration
        let freshUntil: Duration
    }

    /// Makes a value of what was fetched, or says what is wrong with it.
    package typealias Reading = @Sendable (_ body: [UInt8], _ url: FetchURL) -> Result<Value, OAuthError>
    package typealias Outcome = Result<Copy, RenewalFailure>

    fileprivate struct State {
        /// Nothing came of these yet: strangers can fill the table with good documents of their own, and push out each other.
        var unused = RecentlyUsed<String, Copy>(capacity: 512, budget: 2 << 20)
        var used = RecentlyUsed<String, Copy>(capacity: 512, budget: 2 << 20)
        var tries = Windows<Int>(CopyThrottle.tries, capacity: CopyThrottle.remembered)
        var askers = Windows<[UInt8]>(CopyThrottle.asking, capacity: CopyThrottle.remembered)
        var renewals = Windows<Int>(CopyThrottle.renewals, capacity: CopyThrottle.remembered)
        /// So many wait for the end of a time in which nothing happens.
        var idling = 0
    }

    private let source: any DocumentSource
    private let terms: @Sendable (FetchTerms.Lane) -> FetchTerms
    private let uptime: Uptime
    private let pause: @Sendable (Duration) async throws -> Void
    private let read: Reading
    private let flights = SingleFlight<String, Outcome>()
    private let state = Mutex(State())

    package init(
        source: any DocumentSource, terms: @escaping @Sendable (FetchTerms.Lane) -> FetchTerms,
        uptime: Uptime, pause: @escaping @Sendable (Duration) async throws -> Void, read: @escaping Reading
    ) {
        self.source = source
        self.terms = terms
        self.uptime = uptime
        self.pause = pause
        self.read = read
    }

    /// The copy that is at hand, if it may still serve.
    package func copy(of url: FetchURL) -> Copy? {
        let now = uptime.now
        return state.withLock { $0.copy(of: url.text, now) }
    }

    package func isFresh(_ copy: Copy) -> Bool { uptime.now < copy.freshUntil }

    /// Notes that something came of the copy.
    package func use(_ url: FetchURL) {
        state.withLock { state in
            guard let copy = state.unused.value(url.text) else { return }
            state.unused.remove(url.text)
            state.used.set(url.text, copy, cost: copy.cost)
        }
    }

    /// One that is newer than a copy: had since, or fetched now, by whoever asks first of all who ask at once.
    ///
    /// - Parameters:
    ///   - peer: Who asks, in bytes that are the same for requests that count together.
    ///   - isKnown: It was good before, though no copy may be at hand.
    package func newer(
        than copy: Copy?, of url: FetchURL, for peer: [UInt8], isKnown: Bool = false
    ) async -> Outcome {
        let begun = uptime.now
        let outcome = await flights.value(of: url.text) { [self] in
            let found = self.copy(of: url)
            if let found, copy.map({ found.fetchedAt > $0.fetchedAt }) ?? true { return .success(found) }
            let isKnown = isKnown || found != nil
            guard state.withLock({ $0.admit(url, peer, isKnown, begun) }) else {
                return .failure(.tooOften(isKnown: isKnown))
            }
            return await fetch(url, isKnown ? .known : .strangers)
        }
        if case .failure(.tooOften(isKnown: false)) = outcome { await idle(since: begun) }
        return outcome
    }

    private func fetch(_ url: FetchURL, _ lane: FetchTerms.Lane) async -> Outcome {
        let fetched: FetchedDocument
        switch await source.fetch(url, terms(lane)) {
        case .failure(let failure): return .failure(.notHad(failure))
        case .success(let document): fetched = document
        }
        return read(fetched.body, url).mapError { .unusable($0) }.map { value in
            let now = uptime.now
            let copy = Copy(
                value: value, cost: fetched.body.count + 512, fetchedAt: now,
                freshUntil: now + KeptFor.duration(fetched.freshness))
            state.withLock { $0.put(copy, of: url.text) }
            return copy
        }
    }

    /// Until a fetch would have failed: that it was not tried shows to nobody. How many wait so is bounded, the others are told at once.
    private func idle(since begun: Duration) async {
        let isRoom = state.withLock { state in
            guard state.idling < CopyThrottle.maximumIdling else { return false }
            state.idling += 1
            return true
        }
        guard isRoom else { return }
        let rest = begun + terms(.strangers).time - uptime.now
        if rest > .zero { try? await pause(rest) }
        state.withLock { $0.idling -= 1 }
    }
}

extension FetchedCopies.State {
    mutating func copy(of url: String, _ now: Duration) -> FetchedCopies<Value>.Copy? {
        guard let copy = used.value(url) ?? unused.value(url) else { return nil }
        return now < copy.fetchedAt + KeptFor.cap ? copy : nil
    }

    mutating func put(_ copy: FetchedCopies<Value>.Copy, of url: String) {
        if used.value(url) == nil {
            unused.set(url, copy, cost: copy.cost)
        } else {
            used.set(url, copy, cost: copy.cost)
        }
    }

    mutating func admit(_ url: FetchURL, _ peer: [UInt8], _ isKnown: Bool, _ now: Duration) -> Bool {
        let now = Timestamp(milliseconds: now.milliseconds)
        // By a number that nobody can foresee: what is remembered of a URL is not as long as the URL.
        let number = url.hashValue
        if isKnown { return renewals.admit(number, now: now) == .admitted }
        guard tries.wait(for: number, now: now) == nil, askers.wait(for: peer, now: now) == nil else {
            return false
        }
        _ = tries.admit(number, now: now)
        _ = askers.admit(peer, now: now)
        return true
    }
}

/// Why there is no newer copy.
package enum RenewalFailure: Error, Sendable {
    case notHad(FetchFailure)
    /// It was there, and is not what it has to be.
    case unusable(OAuthError)
    /// It was not tried. Of what is known that is told at once, of anything else when a fetch would have failed.
    case tooOften(isKnown: Bool)
}

/// How often something is fetched.
enum CopyThrottle {
    /// One URL that is not known.
    static let tries = Rate(count: 6, period: .seconds(60))
    /// For one who asks, all URLs that are not known together.
    static let asking = Rate(count: 20, period: .seconds(60))
    /// One URL that is known.
    static let renewals = Rate(count: 1, period: .seconds(60))
    static let remembered = 16_384
    static let maximumIdling = 256
}
