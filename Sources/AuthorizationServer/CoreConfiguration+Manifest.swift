import OAuthCore
import RouteManifest

extension CoreConfiguration {
    init(_ manifest: Manifest) {
        let token = manifest.tokenOptions
        self.init(
            issuer: manifest.server.issuer.text, issParameter: manifest.sendsIssParameter,
            grantTypes: token?.grantTypes ?? [], authenticationMethods: token?.authMethods ?? [],
            tokens: manifest.tokens, scopes: manifest.scopes, resources: manifest.resources,
            resourceServers: manifest.resourceServers, clients: manifest.clients,
            registration: manifest.registration)
    }
}

extension Manifest {
    /// What the token route offers; `nil` when it is off.
    fileprivate var tokenOptions: TokenOptions? {
        if case .token(let options)? = route(.token)?.binding { options } else { nil }
    }

    /// There are no authorization responses where the route is off.
    fileprivate var sendsIssParameter: Bool {
        if case .authorize(let options)? = route(.authorize)?.binding {
            options.issParameter
        } else {
            false
        }
    }

    var fakeUpstream: FakeUpstreamSettings? {
        if case .fake(let upstream)? = upstream { upstream } else { nil }
    }
}
