import OAuthCore
import RouteManifest

extension CoreConfiguration {
    init(_ manifest: Manifest) {
        self.init(
            issuer: manifest.server.issuer.text, issParameter: manifest.sendsIssParameter,
            grantTypes: manifest.grantTypes, authenticationMethods: manifest.authenticationMethods,
            tokens: manifest.tokens, scopes: manifest.scopes, resources: manifest.resources,
            resourceServers: manifest.resourceServers, clients: manifest.clients,
            registration: manifest.registration)
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
