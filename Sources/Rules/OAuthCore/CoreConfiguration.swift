// The rules of OAuth, and the ports that they ask of a store. No rule knows HTTP, and none knows which store
// there is.

package import OAuthModel

/// What the rules need to know of the manifest. Checked before it gets here.
package struct CoreConfiguration: Sendable {
    /// Byte for byte as configured (RFC 8414 §2).
    let issuer: String
    /// Authorization responses have `iss` (RFC 9207).
    let issParameter: Bool
    let grantTypes: [GrantType]
    let authenticationMethods: [ClientAuthenticationMethod]
    /// What the assertion of a client may be meant for: this server by any of these names.
    let assertionAudiences: [String]
    let tokens: TokenPolicy
    /// Everything a scope may be, in the order in which people see it.
    let scopes: [DeclaredScope]
    let knownScope: Scope
    /// Granted when neither the request nor the client says which.
    let defaultScope: Scope
    /// The first one is meant when a request names none.
    let resources: [ProtectedResource]
    let resourceServers: [ResourceServer]
    let clients: [PreRegisteredClient]
    let registration: RegistrationPolicy
    /// Nil: no client is known by a document.
    let documents: DocumentPolicy?

    package init(
        issuer: String, issParameter: Bool, grantTypes: [GrantType],
        authenticationMethods: [ClientAuthenticationMethod], assertionAudiences: [String] = [],
        tokens: TokenPolicy, scopes: [DeclaredScope], resources: [ProtectedResource],
        resourceServers: [ResourceServer], clients: [PreRegisteredClient],
        registration: RegistrationPolicy, documents: DocumentPolicy? = nil
    ) {
        self.issuer = issuer
        self.issParameter = issParameter
        self.grantTypes = grantTypes
        self.authenticationMethods = authenticationMethods
        self.assertionAudiences = assertionAudiences
        self.tokens = tokens
        self.scopes = scopes
        knownScope = Scope(scopes.map(\.token))
        defaultScope = Scope(scopes.filter(\.isDefault).map(\.token))
        self.resources = resources
        self.resourceServers = resourceServers
        self.clients = clients
        self.registration = registration
        self.documents = documents
    }

    /// The resource that a client means by this. In tokens it is called as configured, whatever the client calls it.
    func resource(_ indicator: ResourceIndicator) -> ProtectedResource? {
        resources.first { $0.isCalled(indicator) }
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
                AuthorizationReason.scopeMeaningless,
                facts: [
                    Fact("sent", scope.text),
                    Fact("at", indicators.map(\.text).joined(separator: " ")),
                ])
        }
        return part
    }
}
