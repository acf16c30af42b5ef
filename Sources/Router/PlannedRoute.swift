package import RouteManifest

/// A route as it will be compiled: what the manifest says of it, and where it can be reached.
package struct PlannedRoute: Sendable, Equatable {
    package let name: RouteName
    /// On, or off together with the switch that says so.
    package let state: RouteState
    package let path: RoutePath
    package let aliases: [RoutePath]
    /// Paths that follow from an issuer with a path of its own; see ``pathsUnderIssuer(_:)``. Empty for any other issuer.
    package let derivedPaths: [String]
    /// The path that clients are given, to be put behind the origin of the issuer. Begins with the issuer's own path,
    /// unless another route has that place.
    package let publicPath: String
    /// Without HEAD, which goes with GET, and without OPTIONS, which is answered everywhere.
    package let methods: [RouteMethod]
    package let handler: HandlerName
    /// Never nil where the handler shows a page.
    package let template: TemplateName?
    package let auth: [RouteAuth]
    package let cors: CORSPolicy
    package let rateLimit: RateLimit?
    package let timeout: Duration
    /// In bytes.
    package let bodyLimit: Int
    package let headers: [HeaderField]
    /// How long answers may be cached; nil: not at all.
    package let cache: Duration?
    package let options: HandlerOptions

    /// `reserved` are paths that routes declare themselves; no derived path takes one of them away.
    init(_ route: Route, issuer: IssuerURL, reserved: Set<String>) {
        name = route.name
        state = route.state
        path = route.path
        aliases = route.aliases
        let derivedPaths = route.pathsUnderIssuer(issuer).filter { !reserved.contains($0) }
        let underIssuer = issuer.path + route.path.text
        self.derivedPaths = derivedPaths
        publicPath = derivedPaths.contains(underIssuer) ? underIssuer : route.path.text
        methods = route.methods
        handler = route.handler
        template = route.template
        auth = route.auth
        cors = route.cors
        rateLimit = route.rateLimit
        timeout = route.timeout
        bodyLimit = route.bodyLimit
        headers = route.headers
        cache = route.cache
        options = route.options
    }

    package var isOn: Bool { state == .on }

    /// All paths with the answers of this route: its own, its aliases, those that follow from the issuer.
    package var paths: [String] { [path.text] + aliases.map(\.text) + derivedPaths }
}

extension Route {
    /// Where clients look for this route when the issuer is `https://host/tenant`.
    ///
    /// The route's own paths stand behind the issuer: `/tenant/oauth/token`. They are served beside `/oauth/token`, so
    /// that it doesn't matter whether a proxy in front removes the prefix. The metadata document is also found where RFC
    /// 8414 §3.1 puts it, with the issuer's path inserted: `/.well-known/oauth-authorization-server/tenant`.
    fileprivate func pathsUnderIssuer(_ issuer: IssuerURL) -> [String] {
        guard !issuer.path.isEmpty else { return [] }
        let inserted = paths.map(\.text).filter { handler == .metadata && $0.hasPrefix("/.well-known/") }
            .map { $0 + issuer.path }
        return inserted + paths.map { issuer.path + $0.text }
    }
}
