package import OAuthModel
package import RouteManifest

/// Everything that will be served, before any of it is: derived from the manifest alone, comparable and printable.
///
/// The compiled routes, the metadata document, the table of `mcp-auth routes` and the lines of the log all come from
/// here, so that none of them can know of an endpoint that the others don't.
package struct RoutePlan: Sendable, Equatable {
    package let issuer: IssuerURL
    /// Nil when the issuer is public: then anybody may call this server by any name.
    package let ownAuthorities: OwnAuthorities?
    /// In the order of the file, those that are off too; then those that follow from `upstreams`.
    package let routes: [PlannedRoute]
    /// What the routes that are on amount to. Nothing is said of a route that is off, nor of what only it could do.
    package let metadata: AuthorizationServerMetadata
    let offer: Offer

    package init(_ manifest: Manifest) {
        let issuer = manifest.server.issuer
        let own =
            issuer.reach == .anywhere
            ? nil
            : OwnAuthorities(
                issuer: issuer.authority, usualPort: issuer.usualPort, listening: manifest.server.port,
                development: manifest.server.plainHTTPHosts.development)
        let all = manifest.routes + manifest.callbacks
        let declared = Set(all.filter(\.isOn).flatMap(\.paths).map(\.text))
        let loopback = own.flatMap(LoopbackTrust.init)
        self.issuer = issuer
        offer = manifest.offer
        ownAuthorities = own
        let routes = all.map {
            PlannedRoute($0, issuer: issuer, reserved: declared, loopback: loopback)
        }
        self.routes = routes
        var metadata = AuthorizationServerMetadata(issuer: issuer.text)
        metadata.scopesSupported = manifest.scopes.filter(\.isAdvertised).map(\.token.rawValue)
        let served = Set(routes.filter(\.isOn).map(\.handler))
        for handler in HandlerName.allCases {
            guard let route = routes.serving(handler, \.route), route.isAdvertised else { continue }
            let advertised = AdvertisedRoute(
                url: issuer.origin + route.publicPath, route: route.route,
                authenticationMethods: route.callers.methods(ofClients: manifest.authenticationMethods),
                grantTypes: manifest.grantTypes, takesDocuments: manifest.documents != nil, served: served)
            handler.descriptor.metadata(&metadata, advertised)
        }
        self.metadata = metadata
    }

    /// What the route of the metadata answers.
    package var metadataDocument: StaticDocument { StaticDocument(metadata.json) }

    package var servedRoutes: [PlannedRoute] { routes.filter(\.isOn) }

    /// The route to which everything leads that leads to this handler; nil when none is on.
    package func route(_ handler: HandlerName) -> PlannedRoute? { routes.serving(handler, \.route) }

    /// The absolute URL of a route.
    package func url(of route: PlannedRoute) -> String { issuer.origin + route.publicPath }

    /// The absolute URL that leads to this handler; nil when it is off.
    package func url(of handler: HandlerName) -> String? { route(handler).map(url) }

    /// Each route that is off with the switch that did it: `register (--disable register)`.
    package var switchedOff: [String] {
        routes.compactMap { route in
            guard case .off(let reason) = route.state else { return nil }
            return "\(route.name) (\(reason))"
        }
    }
}
