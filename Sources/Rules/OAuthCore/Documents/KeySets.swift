package import JOSE
package import OAuthModel
import Synchronization
package import Web
package import WireText

/// The keys that clients serve themselves, fetched where they say (`jwks_uri`) and kept for a while.
///
/// A copy is fresh for as long as its answer said (``KeptFor``). A set that is not, or that lacks the key which a signature names, is fetched
/// anew before it is relied on; where that fails the copy still serves for the keys that it has, until it is a day old.
package final class KeySets: ClientKeySource {
    private struct Copy: Sendable {
        let keys: JSONWebKeySet
        let fetchedAt: Duration
        let freshUntil: Duration

        func has(_ id: WireText?) -> Bool { id.map(keys.contains) ?? true }
    }

    private typealias Outcome = Result<Copy, KeysUnavailable>

    private struct State {
        var copies = RecentlyUsed<String, Copy>(capacity: 256, budget: 4 << 20)
        var fetches = KeyFetches()
    }

    private let source: any DocumentSource
    private let loopback: [LoopbackPlace]
    private let uptime: Uptime
    private let flights = SingleFlight<String, Outcome>()
    private let state = Mutex(State())

    package init(source: any DocumentSource, loopback: [LoopbackPlace], uptime: Uptime) {
        self.source = source
        self.loopback = loopback
        self.uptime = uptime
    }

    package func keys(
        at uri: WireText, naming id: WireText?
    ) async -> Result<JSONWebKeySet, KeysUnavailable> {
        let url: FetchURL
        do throws(FetchURLFlaw) { url = try FetchURL(uri, loopback: loopback) } catch {
            return .failure(KeysUnavailable(reason: "\(error)"))
        }
        let copy = copy(of: url)
        if let copy, uptime.now < copy.freshUntil, copy.has(id) { return .success(copy.keys) }
        switch await newer(than: copy, of: url) {
        case .success(let newer): return .success(newer.keys)
        case .failure(let failure):
            // That a key is missing in it says nothing, as long as the set may have it by now.
            guard let copy, copy.has(id) else { return .failure(failure) }
            return .success(copy.keys)
        }
    }

    private func copy(of url: FetchURL) -> Copy? {
        let now = uptime.now
        return state.withLock {
            $0.copies.value(url.text).flatMap { now < $0.fetchedAt + KeptFor.cap ? $0 : nil }
        }
    }

    /// Had since the copy, or fetched now, by the first of all who ask at once. The copy itself where that was looked at just now.
    private func newer(than copy: Copy?, of url: FetchURL) async -> Outcome {
        await flights.value(of: url.text) { [self] in
            let found = self.copy(of: url)
            if let found, copy.map({ found.fetchedAt > $0.fetchedAt }) ?? true { return .success(found) }
            let now = uptime.now
            switch state.withLock({ $0.fetches.admit(url, isKnown: found != nil, now) }) {
            case .admitted: return await fetch(url, found == nil ? .strangers : .known)
            case .refused(let reason?): return .failure(KeysUnavailable(reason: reason))
            case .refused(nil):
                return found.map { .success($0) }
                    ?? .failure(KeysUnavailable(reason: "they were asked for too often"))
            }
        }
    }

    private func fetch(_ url: FetchURL, _ lane: FetchTerms.Lane) async -> Outcome {
        let fetched = await source.fetch(url, .keys(lane))
        let now = uptime.now
        let outcome: Outcome
        switch fetched {
        case .failure(let failure): outcome = .failure(KeysUnavailable(reason: "\(failure)"))
        case .success(let document):
            do throws(JSONWebKeySetFlaw) {
                let copy = Copy(
                    keys: try JSONWebKeySet(parsing: document.body), fetchedAt: now,
                    freshUntil: now + KeptFor.duration(document.freshness))
                state.withLock { $0.copies.set(url.text, copy, cost: document.body.count + 512) }
                outcome = .success(copy)
            } catch { outcome = .failure(KeysUnavailable(reason: "\(error)")) }
        }
        state.withLock { $0.fetches.note(outcome, of: url) }
        return outcome
    }
}

/// How often key sets are fetched, and what became of it.
private struct KeyFetches {
    enum Admission {
        case admitted
        /// Why the last fetch failed; nil when it did not.
        case refused(String?)
    }

    /// A set of which there is a copy: whoever names keys that are not there can have it fetched no more often.
    private var renewals = Windows<Int>(Rate(count: 1, period: .seconds(60)), capacity: 4_096)
    /// One of which there is none.
    private var tries = Windows<Int>(Rate(count: 6, period: .seconds(60)), capacity: 4_096)
    /// All of those that one host is said to have.
    private var hosts = Windows<Int>(Rate(count: 20, period: .seconds(60)), capacity: 4_096)
    private var failures = RecentlyUsed<Int, String>(capacity: 256, budget: .max)

    mutating func admit(_ url: FetchURL, isKnown: Bool, _ now: Duration) -> Admission {
        let now = Timestamp(milliseconds: now.milliseconds)
        // By numbers that nobody can foresee: what is remembered is not as long as what strangers write.
        let (number, host) = (url.hashValue, url.host.hashValue)
        if isKnown {
            guard renewals.admit(number, now: now) == .admitted else {
                return .refused(failures.value(number))
            }
            return .admitted
        }
        guard tries.wait(for: number, now: now) == nil, hosts.wait(for: host, now: now) == nil else {
            return .refused(failures.value(number))
        }
        _ = tries.admit(number, now: now)
        _ = hosts.admit(host, now: now)
        return .admitted
    }

    mutating func note<Value>(_ outcome: Result<Value, KeysUnavailable>, of url: FetchURL) {
        switch outcome {
        case .success: failures.remove(url.hashValue)
        case .failure(let failure): failures.set(url.hashValue, failure.reason, cost: 1)
        }
    }
}
