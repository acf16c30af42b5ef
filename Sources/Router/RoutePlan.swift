package import Handlers
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
    /// In the order of the file, those that are off too.
    package let routes: [PlannedRoute]
    /// Nil when the introspection endpoint is off.
    package let introspectionCallers: AdmittedCallers?
    package let metadata: AuthorizationServerMetadata

    package init(_ manifest: Manifest) {
        let issuer = manifest.server.issuer
        let declared = Set(manifest.routes.filter(\.isOn).flatMap(\.paths).map(\.text))
        let routes = manifest.routes.map { PlannedRoute($0, issuer: issuer, reserved: declared) }
        self.issuer = issuer
        let own =
            issuer.reach == .anywhere
            ? nil
            : OwnAuthorities(
                issuer: issuer.authority, usualPort: issuer.usualPort, listening: manifest.server.port,
                development: manifest.server.plainHTTPHosts.development)
        let introspect = routes.first { $0.handler == .introspect && $0.isOn }
        let callers = introspect.map { AdmittedCallers($0.auth, loopback: own.flatMap(LoopbackTrust.init)) }
        ownAuthorities = own
        introspectionCallers = callers
        self.routes = routes
        metadata = AuthorizationServerMetadata(
            issuer: issuer, routes: routes.filter(\.isOn), introspectionCallers: callers,
            scopes: manifest.scopes.filter(\.isAdvertised).map(\.name))
    }

    package var servedRoutes: [PlannedRoute] { routes.filter(\.isOn) }

    /// The route that is bound to this handler and on.
    package func route(_ handler: HandlerName) -> PlannedRoute? {
        routes.first { $0.handler == handler && $0.isOn }
    }

    /// The absolute URL that clients are given for this handler; nil when it is off.
    package func url(of handler: HandlerName) -> String? {
        route(handler).map { issuer.origin + $0.publicPath }
    }

    /// Each route that is off with the switch that did it: `register (--disable register)`.
    package var switchedOff: [String] {
        routes.compactMap { route in
            guard case .off(let reason) = route.state else { return nil }
            return "\(route.name) (\(reason))"
        }
    }
}
