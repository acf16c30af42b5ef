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
            "name": .string(name.text),
            "state": .string(isOn ? "on" : "off"),
            "reason": reason.map { .string($0) },
            "methods": .array(methods.map { .string($0.rawValue) }),
            "paths": .array(paths.map { .string($0) }),
            "handler": .string(handler.rawValue),
            "auth": .array(auth.map { .string($0.rawValue) }),
            "rate_limit": rateLimit.map { .object($0.listing) },
        ])
    }

    private var reason: String? {
        if case .off(let reason) = state { "\(reason)" } else { nil }
    }
}

extension RateLimit {
    fileprivate var listing: JSONObject {
        JSONObject([
            "rate": .string(rate.text), "counts": .string(counted.rawValue), "shared": .bool(isShared),
        ])
    }
}
