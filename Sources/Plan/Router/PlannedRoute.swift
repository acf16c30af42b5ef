package import RouteManifest

/// A route as it will be compiled: what the manifest says of it, where it can be reached, and by whom.
@dynamicMemberLookup
package struct PlannedRoute: Sendable, Equatable {
    package let route: Route
    /// Paths that follow from an issuer with a path of its own; see ``Route/pathsUnderIssuer(_:)``. Empty for any other issuer.
    package let derivedPaths: [String]
    /// The path that clients are given, to be put behind the origin of the issuer. Begins with the issuer's own path,
    /// unless another route has that place.
    package let publicPath: String
    package let callers: CallerPolicy

    /// - Parameters:
    ///   - reserved: Paths that routes declare themselves; no derived path takes one of them away.
    ///   - loopback: How programs on this machine are told from others; nil: they can't be.
    init(_ route: Route, issuer: IssuerURL, reserved: Set<String>, loopback: LoopbackTrust?) {
        self.route = route
        let derivedPaths = route.pathsUnderIssuer(issuer).filter { !reserved.contains($0) }
        let underIssuer = issuer.path + route.path.text
        self.derivedPaths = derivedPaths
        publicPath = derivedPaths.contains(underIssuer) ? underIssuer : route.path.text
        callers = CallerPolicy(route.auth, loopback: loopback)
    }

    package subscript<Value>(dynamicMember member: KeyPath<Route, Value>) -> Value { route[keyPath: member] }

    /// All paths with the answers of this route: its own, its aliases, those that follow from the issuer.
    package var paths: [String] { route.paths.map(\.text) + derivedPaths }

    /// For one that is off, which switch did it: `route register is off (--disable register)`.
    package var offReason: String? {
        if case .off(let reason) = route.state { "route \(route.name) is off (\(reason))" } else { nil }
    }
}

extension Route {
    /// Where clients look for this route when the issuer is `https://host/tenant`.
    ///
    /// The route's own paths stand behind the issuer: `/tenant/oauth/token`. They are served beside `/oauth/token`, so
    /// that it doesn't matter whether a proxy in front removes the prefix. The metadata document is also found where RFC
    /// 8414 §3.1 puts it, with the issuer's path inserted: `/.well-known/oauth-authorization-server/tenant`.
    fileprivate func pathsUnderIssuer(_ issuer: IssuerURL) -> [String] {
        guard !issuer.path.isEmpty else { return [] }
        let wellKnown = handler.descriptor.isWellKnown ? paths.map(\.text) : []
        let inserted = wellKnown.filter { $0.hasPrefix("/.well-known/") }.map { $0 + issuer.path }
        return inserted
            + paths.flatMap { path in
                // Who opens the issuer itself writes no slash behind it.
                path.text == "/" ? [issuer.path + "/", issuer.path] : [issuer.path + path.text]
            }
    }
}
