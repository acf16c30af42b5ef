package import OAuthModel

/// What the rules need to know of the manifest, in the core's own words. Checked before it gets here.
package struct CoreConfiguration: Sendable {
    /// Byte for byte as configured (RFC 8414 §2).
    package var issuer: String
    /// Authorization responses have `iss` (RFC 9207).
    package var issParameter: Bool
    /// Everything a scope may be, in the order in which people see it, with what it allows in words.
    package var scopes: [(token: ScopeToken, description: String)]
    /// Granted when neither the request nor the client says which.
    package var defaultScope: Scope
    /// The first one is meant when a request names none.
    package var resources: [ProtectedResource]
    package var grantTypes: [GrantType]
    package var authenticationMethods: [ClientAuthenticationMethod]
    package var lifetimes: Lifetimes
    package var reuse: RefreshReuse
    /// How often one grant may be refreshed; nil: without limit.
    package var rotationRate: Rate?
    /// So many wrong verifiers from its owner kill a code.
    package var codeAttempts: Int
    package var registration: RegistrationPolicy
    package var clients: [PreRegisteredClient]
    package var resourceServers: [ResourceServer]

    package init(
        issuer: String, issParameter: Bool, scopes: [(token: ScopeToken, description: String)],
        defaultScope: Scope,
        resources: [ProtectedResource], grantTypes: [GrantType],
        authenticationMethods: [ClientAuthenticationMethod],
        lifetimes: Lifetimes, reuse: RefreshReuse, rotationRate: Rate?, codeAttempts: Int,
        registration: RegistrationPolicy,
        clients: [PreRegisteredClient], resourceServers: [ResourceServer]
    ) {
        self.issuer = issuer
        self.issParameter = issParameter
        self.scopes = scopes
        self.defaultScope = defaultScope
        self.resources = resources
        self.grantTypes = grantTypes
        self.authenticationMethods = authenticationMethods
        self.lifetimes = lifetimes
        self.reuse = reuse
        self.rotationRate = rotationRate
        self.codeAttempts = codeAttempts
        self.registration = registration
        self.clients = clients
        self.resourceServers = resourceServers
    }

    package var knownScope: Scope { Scope(scopes.map(\.token)) }

    /// The resource that a client means by this. In tokens it is called as configured, whatever the client calls it.
    package func resource(_ indicator: ResourceIndicator) -> ProtectedResource? {
        resources.first { $0.indicator == indicator || $0.alsoKnownAs.contains(indicator) }
    }

    /// Of a scope, the part that any of these resources can make something of (RFC 8707 §2.2). What `offline_access` allows
    /// concerns no resource, so it stays. A resource that is not configured has no say.
    func part(of scope: Scope, at indicators: [ResourceIndicator]) -> Scope {
        let known = indicators.map { resource($0)?.scope ?? scope }
        return Scope(
            scope.tokens.filter { token in
                token == .offlineAccess || known.contains { $0.contains(token) }
            })
    }

    /// The same, where it opens anything that the whole does.
    func scope(_ scope: Scope, at indicators: [ResourceIndicator]) throws(OAuthError) -> Scope {
        let part = part(of: scope, at: indicators)
        guard !part.opensNothing || scope.opensNothing else {
            throw OAuthError(
                .invalidScope, "no scope of the request means anything at the resource; see its metadata",
                cause: "scope \(scope.text.prefix(200))")
        }
        return part
    }
}

package struct ProtectedResource: Sendable {
    package let indicator: ResourceIndicator
    /// Further spellings that clients may use for it.
    package let alsoKnownAs: [ResourceIndicator]
    package let name: String
    /// Everything that means something there.
    package let scope: Scope

    package init(
        indicator: ResourceIndicator, alsoKnownAs: [ResourceIndicator] = [], name: String, scope: Scope
    ) {
        self.indicator = indicator
        self.alsoKnownAs = alsoKnownAs
        self.name = name
        self.scope = scope
    }
}

package struct Lifetimes: Sendable {
    package var authorizationCode: Duration
    package var pendingAuthorization: Duration
    package var accessToken: Duration
    /// Without use.
    package var refreshToken: Duration
    /// Of a grant, whatever its use.
    package var grant: Duration
    /// Of a registration, without use.
    package var registration: Duration
    /// Of a login at the fake upstream.
    package var session: Duration

    package init(
        authorizationCode: Duration, pendingAuthorization: Duration, accessToken: Duration,
        refreshToken: Duration,
        grant: Duration, registration: Duration, session: Duration
    ) {
        self.authorizationCode = authorizationCode
        self.pendingAuthorization = pendingAuthorization
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.grant = grant
        self.registration = registration
        self.session = session
    }
}

package struct RegistrationPolicy: Sendable {
    package var redirectURIs: RedirectURIRule
    package var maximumClients: Int

    package init(redirectURIs: RedirectURIRule, maximumClients: Int) {
        self.redirectURIs = redirectURIs
        self.maximumClients = maximumClients
    }
}

package struct PreRegisteredClient: Sendable {
    package let client: Client
    package let secret: String?

    package init(client: Client, secret: String?) {
        self.client = client
        self.secret = secret
    }
}

/// Who may introspect (RFC 7662 §2.1), and the resources whose tokens it may see.
package struct ResourceServer: Sendable {
    package let id: String
    package let secret: String
    package let resources: [ResourceIndicator]

    package init(id: String, secret: String, resources: [ResourceIndicator]) {
        self.id = id
        self.secret = secret
        self.resources = resources
    }
}
