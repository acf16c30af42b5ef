import Cryptography
import Endpoint
import JOSE
import JSON
import Logging
import OAuthCore
import OAuthModel
import RouteManifest
import Router
import Storage

/// The keys of this server with what is published of them: there as long as a route publishes it.
struct OwnKeySet: Sendable {
    let keys: OwnKeys
    let document: LiveDocument

    init?(
        _ manifest: Manifest, plan: RoutePlan, store: any RegisterStore, vault: Vault, clock: Clock
    ) {
        guard plan.route(.jwks) != nil else { return nil }
        let document = LiveDocument()
        self.document = document
        keys = OwnKeys(policy: manifest.keys, store: store, vault: vault, clock: clock) { set in
            document.replace(by: StaticDocument(set))
        }
    }

    /// Has the keys ready when the server begins to serve. A store that is elsewhere may not be there yet, and is not waited for: whoever asks
    /// for the keys first asks it.
    func prepare(_ store: any OpenedStore, _ logger: Logger) async {
        let first = Task {
            do throws(StoreError) { try await keys.look() } catch {
                logger.warning("no keys are published yet", metadata: ["reason": "\(error.reason)"])
            }
        }
        if store.counter == nil { await first.value }
    }
}

extension StaticDocument {
    /// RFC 7517 §8.5.2.
    fileprivate init(_ keys: JSONWebKeySet) {
        self.init(
            headers: HeaderBlock(["Content-Type": "application/jwk-set+json"]),
            body: JSONValue.object(keys.json).serialized() + [0x0a])
    }
}
