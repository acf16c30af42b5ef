import OAuthCore
import OAuthModel
import Synchronization
import Web

/// The keys of a provider, as long as they lie where they lay.
final class ProviderKeys: Sendable {
    typealias Fetch =
        @Sendable (FetchURL) async -> Result<(value: ProviderKeySet, freshness: Duration?), UpstreamRefusal>

    private let uptime: Uptime
    private let fetch: Fetch
    private let state = Mutex<(url: FetchURL, keys: KeptAnswer<ProviderKeySet>)?>(nil)

    init(uptime: Uptime, fetch: @escaping Fetch) {
        self.uptime = uptime
        self.fetch = fetch
    }

    /// What a token says, where a key of the provider made it. A key that is not among those that are kept has them fetched anew, once a minute.
    func claims(_ token: IDToken, at url: FetchURL) async -> Result<SignedClaims, KeyFailure> {
        let kept = kept(url)
        let copy: KeptAnswer<ProviderKeySet>.Copy
        switch await kept.copy() {
        case .success(let had): copy = had
        case .failure(let refusal): return .failure(.away(refusal))
        }
        do throws(IDTokenFlaw) { return .success(try token.claims(by: copy.value)) } catch {
            // Without a name of the key, a signature that none made may be of a new one.
            guard error.isOfTheKeys || token.keyID == nil && error.reason == .idTokenSignature else {
                return .failure(.flaw(error))
            }
        }
        switch await kept.newer(than: copy) {
        case .failure(let refusal): return .failure(.away(refusal))
        case .success(let newer):
            do throws(IDTokenFlaw) { return .success(try token.claims(by: newer.value)) } catch {
                return .failure(.flaw(error))
            }
        }
    }

    private func kept(_ url: FetchURL) -> KeptAnswer<ProviderKeySet> {
        state.withLock { state in
            if let state, state.url == url { return state.keys }
            let keys = KeptAnswer<ProviderKeySet>(uptime: uptime) { [fetch] in await fetch(url) }
            state = (url, keys)
            return keys
        }
    }
}

enum KeyFailure: Error {
    case away(UpstreamRefusal)
    case flaw(IDTokenFlaw)
}
