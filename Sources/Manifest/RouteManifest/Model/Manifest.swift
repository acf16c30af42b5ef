package import OAuthModel

/// A manifest that has been read, checked and found sound.
///
/// Only the loader makes one, so that who holds one need not check it again: every reference in it leads somewhere,
/// every address in it is well formed, and each route knows whether it is on.
package struct Manifest: Sendable {
    package let profile: ProfileName
    package let server: ServerSettings
    package let store: StoreChoice
    package let tokens: TokenPolicy
    /// What clients may do; what is not here is off.
    package let grantTypes: [GrantType]
    /// How clients say who they are.
    package let authenticationMethods: [ClientAuthenticationMethod]
    /// In the order of the file, which is the order in which the consent page lists them.
    package let scopes: [DeclaredScope]
    package let resources: [ProtectedResource]
    package let resourceServers: [ResourceServer]
    package let clients: [PreRegisteredClient]
    package let registration: RegistrationPolicy
    /// Who vouches for resource owners. Never nil when the route of `oauth.authorize` is on.
    package let upstream: Upstream?
    /// All of them, in the order of the file, those that are off too.
    package let routes: [Route]
}

extension Manifest {
    package func route(_ handler: HandlerName) -> Route? { routes.serving(handler) { $0 } }
}
