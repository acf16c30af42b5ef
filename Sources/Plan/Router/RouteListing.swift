package import JSON
internal import OAuthModel
internal import RouteManifest

extension RoutePlan {
    /// The table of `mcp-auth routes` for programs. README says what each member means; none of them changes its meaning.
    package func listing() -> JSONObject {
        JSONObject([
            "issuer": .string(issuer.text), "routes": .array(routes.map { .object($0.listing) }),
        ])
    }
}

extension PlannedRoute {
    fileprivate var listing: JSONObject {
        JSONObject([
            "name": .string(route.name.text),
            "state": .string(route.isOn ? "on" : "off"),
            "reason": reason.map { .string($0) },
            "methods": .array(route.methods.map { .string($0.rawValue) }),
            "paths": .array(paths.map { .string($0) }),
            "handler": .string(route.handler.rawValue),
            "auth": .array(route.auth.map { .string($0.rawValue) }),
            "follows_from": route.binding.source.map { .string($0) },
            "rate_limit": route.rateLimit.map { .object($0.listing) },
        ])
    }

    private var reason: String? {
        if case .off(let reason) = route.state { "\(reason)" } else { nil }
    }
}

extension RateLimit {
    var listing: JSONObject {
        JSONObject([
            "rate": .string(rate.text), "counts": .string(counted.rawValue), "shared": .bool(isShared),
        ])
    }
}
