import Endpoint
package import JSON
import RouteManifest
import StrictYAML
import Web

extension RouteMatch {
    /// The answer of `mcp-auth match` for programs.
    package var listing: JSONObject {
        var listing = JSONObject([
            "method": .string(head.method.rawValue), "path": .string(head.path),
            "host": head.headers["host"].map { .string($0) }, "answered": .bool(isAnswered),
            "status": status.map { .integer(Int64($0)) },
            "allow": allow.map { .strings($0.split(separator: ", ").map(String.init)) },
        ])
        if let route { listing.add(passage(route)) }
        if let origin {
            listing["origin"] = .object(
                JSONObject([
                    "origin": .string(origin), "may_read": .bool(mayRead), "may_send": .bool(maySend),
                ]))
        }
        listing["others"] = .array(
            others.map { other, reason in
                .object(
                    JSONObject([
                        "route": .string(other.name.text), "differs": .string(reason.rawValue),
                        "reason": other.offReason.map { .string($0) },
                        "methods": .strings(other.methods.map(\.rawValue)),
                    ]))
            })
        if case .nothing = outcome {
            listing["near"] = .array(
                plan.near(head.path).map { near in
                    .object(
                        JSONObject([
                            "path": .string(near.path), "route": .string(near.route.name.text),
                            "differs": .string(near.difference.name),
                        ]))
                })
        }
        return listing
    }

    private func passage(_ route: PlannedRoute) -> JSONObject {
        JSONObject([
            "route": .string(route.name.text), "handler": .string(route.handler.rawValue),
            "follows_from": route.binding.source.map { .string($0) },
            "path_is": route.origin(of: head.path).map { .string($0.rawValue) },
            "auth": .strings(route.auth.map(\.rawValue)),
            "rate_limit": route.rateLimit.map { .object($0.listing) },
            "body_limit": .integer(Int64(route.bodyLimit)),
            "timeout": .string(DurationText.render(route.timeout)), "cors": route.cors.listing,
            "cache": route.cache.map { .string(DurationText.render($0)) },
            "headers": route.headers.isEmpty
                ? nil : .array(route.headers.map { .string("\($0.name): \($0.value)") }),
        ])
    }
}

extension CORSPolicy {
    fileprivate var listing: JSONValue {
        switch self {
        case .any: "any"
        case .sameOrigin: "same-origin"
        case .origins(let origins): .strings(origins.map(\.description))
        }
    }
}
