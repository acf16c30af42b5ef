package import OAuthModel
import Web

/// A route that is on, as it is described for those who call it.
package struct DescribedRoute {
    package let route: Route
    /// How those may prove who they are whom the route admits.
    package let authenticationMethods: [ClientAuthenticationMethod]
    /// This server is on the machine of who runs it: there programs and people are let in without showing anything.
    package let isLocal: Bool
    package let offer: Offer
    package let metadata: AuthorizationServerMetadata
    /// Handlers of which a route is on.
    package let served: Set<HandlerName>

    package init(
        route: Route, authenticationMethods: [ClientAuthenticationMethod], isLocal: Bool, offer: Offer,
        metadata: AuthorizationServerMetadata, served: Set<HandlerName>
    ) {
        self.route = route
        self.authenticationMethods = authenticationMethods
        self.isLocal = isLocal
        self.offer = offer
        self.metadata = metadata
        self.served = served
    }
}

/// What clients can have here, whichever routes are on.
package struct Offer: Sendable, Equatable {
    /// Of whose server.
    package let name: String
    package let authenticationMethods: [ClientAuthenticationMethod]
    package let grantTypes: [GrantType]
    /// Those that everybody is told of.
    package let scopes: [DeclaredScope]
    package let resources: [ProtectedResource]
    /// Clients may be known by a document.
    package let takesDocuments: Bool
}

extension Manifest {
    package var offer: Offer {
        Offer(
            name: server.name ?? server.issuer.authority.description,
            authenticationMethods: authenticationMethods, grantTypes: grantTypes,
            scopes: scopes.filter(\.isAdvertised), resources: resources, takesDocuments: documents != nil)
    }
}
