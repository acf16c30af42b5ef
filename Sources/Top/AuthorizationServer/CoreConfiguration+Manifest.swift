import OAuthCore
import RouteManifest

extension CoreConfiguration {
    /// - Parameter tokenEndpoint: Its URL; nil where it is off.
    init(_ manifest: Manifest, tokenEndpoint: String?) {
        let audiences = manifest.tokenEndpointAsAudience ? [tokenEndpoint].compactMap(\.self) : []
        self.init(
            issuer: manifest.server.issuer.text, issParameter: manifest.sendsIssParameter,
            grantTypes: manifest.grantTypes, authenticationMethods: manifest.authenticationMethods,
            assertionAudiences: [manifest.server.issuer.text] + audiences,
            tokens: manifest.tokens, scopes: manifest.scopes, resources: manifest.resources,
            resourceServers: manifest.resourceServers, clients: manifest.clients,
            registration: manifest.registration, documents: manifest.documents)
    }
}

extension Manifest {
    /// There are no authorization responses where the route is off.
    fileprivate var sendsIssParameter: Bool {
        if case .authorize(let options)? = route(.authorize)?.binding {
            options.issParameter
        } else {
            false
        }
    }
}
