import OAuthCore
import OAuthModel
import RouteManifest

extension Identification {
    /// Beside all else of the manifest that `sub` is given to.
    init(_ settings: ProviderSettings, in manifest: Manifest) {
        let others = manifest.upstreams.map(\.name).filter { $0 != settings.name }
        self.init(settings, others: others + [.fake], clientIDs: manifest.idsOfOwnSubjects)
    }
}

extension Manifest {
    /// Of clients that act for themselves: such an id stands in `sub` (RFC 9068 §2.2).
    fileprivate var idsOfOwnSubjects: Set<String> {
        Set(clients.filter { $0.grantTypes.contains(.clientCredentials) }.map(\.id.rawValue))
    }
}
