import Endpoint
import OAuthModel
import RouteManifest
import StrictYAML
import Web
import WireText

extension RouteMatch: CustomStringConvertible {
    /// The answer of `mcp-auth match` for people: what becomes of the request, what it passes in this order, and why no other route answers.
    package var description: String {
        var lines = [title]
        let rows = self.rows
        let width = rows.map(\.0.count).max() ?? 0
        if !rows.isEmpty { lines.append("") }
        for (label, words) in rows {
            lines.append("  \(label)\(String(repeating: " ", count: width - label.count))  \(words)")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private var title: String {
        let asked = "\(head.method) \(head.path)"
        return switch outcome {
        case .route(let route): "\(asked) goes to route \(route.name)"
        case .preflight(let route): "\(asked) is answered for route \(route.name), which is not asked: 204"
        case .server: "\(asked) is answered for the server as a whole: 204"
        case .misdirected(let route):
            "\(asked): 421, route \(route.name) has pages, and shows none under this name"
        case .otherMethod: "\(asked): 405, no route takes \(head.method) at this path"
        case .nothing: "\(asked): 404, there is nothing at this path"
        }
    }

    private var rows: [(String, String)] {
        switch outcome {
        case .route(let route):
            [
                ("handler", route.handler.rawValue),
                route.binding.source.map { ("from", "\($0), from which it follows") },
                ("path", pathWords(route)),
                head.method == .head ? ("method", "HEAD goes with GET, and has no body") : nil,
                hostRow,
            ].compactMap(\.self) + passage(route) + refusals
        case .preflight(let route): [("allow", allow ?? ""), ("cors", corsWords(route))]
        case .server: [("allow", allow ?? "")]
        case .misdirected: misdirection
        case .otherMethod: [("allow", allow ?? "")] + (capitals.map { [("method", $0)] } ?? []) + refusals
        case .nothing: refusals + nearest
        }
    }

    // MARK: The route

    private func pathWords(_ route: PlannedRoute) -> String {
        switch route.origin(of: head.path) {
        case .own, nil: head.path
        case .alias: "\(head.path), an alias of \(route.path)"
        case .issuer: "\(head.path), which stands behind the path of the issuer, \(plan.issuer.path)"
        case .wellKnown:
            "\(head.path), where clients look for it with an issuer of this path (RFC 8414 §3.1)"
        }
    }

    private var hostRow: (String, String)? {
        guard let named = head.headers["host"]?.shown else { return nil }
        guard let own = plan.ownAuthorities else {
            return ("host", "\(named): any will do, as the issuer is public")
        }
        if own.areIssuer(head) { return ("host", "\(named), the issuer's") }
        if own.include(head) { return ("host", "\(named), which is this server too") }
        return ("host", "\(named) is not this server's name; only pages ask for that")
    }

    /// In the order in which a request meets it.
    private func passage(_ route: PlannedRoute) -> [(String, String)] {
        let limit = ("limit", route.rateLimit.map { words($0, isReady: route.isReady) } ?? "none")
        let isFirst = route.rateLimit.map { $0.counted == .requests && !$0.isShared } ?? true
        let body =
            route.isReady
            ? nil : ("body", "\(ByteCountText.render(route.bodyLimit)) at most, else 413")
        let callers = ("callers", callerWords(route))
        let steps: [(String, String)?]
        if isFirst {
            steps = [limit, body, callers]
        } else if route.rateLimit?.counted == .requests {
            steps = [body, limit, callers]
        } else {
            steps = [body, callers, limit]
        }
        return
            (steps + [
                route.isReady ? nil : ("timeout", "\(DurationText.render(route.timeout)), else 503"),
                ("cors", corsWords(route)),
                ("cache", route.cache.map { "\(DurationText.render($0)), by anybody" } ?? "not at all"),
            ]).compactMap(\.self) + route.headers.map { ("header", "\($0.name): \($0.value)") }
    }

    private func words(_ limit: RateLimit, isReady: Bool) -> String {
        let rate = "\(limit.rate.text) from one address"
        let counters = limit.isShared ? ", counted by all processes of one Redis together" : ""
        switch limit.counted {
        case .requests:
            return rate + counters
                + (limit.isShared ? ", once the body is read" : ", before the body is read")
                + "; else 429"
        case .failures where isReady: return rate + ", of failures, and nothing fails here"
        case .failures:
            return rate + counters
                + ", of failures, which turn into 429 beyond that; what succeeds is never refused"
        }
    }

    private func callerWords(_ route: PlannedRoute) -> String {
        route.auth.map { auth in
            switch auth {
            case .anyone: "anyone"
            case .client: "clients, each in the way it is registered"
            case .resourceServer: "resource servers, with their credentials"
            case .loopback: loopbackWords(route.callers.loopback)
            case .operators: operatorWords(route.callers.operators?.loopback)
            }
        }.joined(separator: "; ")
    }

    private func loopbackWords(_ trust: LoopbackTrust?) -> String {
        guard let trust else { return "programs on this machine: none, as the issuer is not this machine" }
        return trust.trusts(head)
            ? "programs on this machine, without credentials"
            : "programs on this machine, but not under this name"
    }

    private func operatorWords(_ trust: LoopbackTrust?) -> String {
        guard let trust else { return "operators, by the operator token" }
        return trust.trusts(head)
            ? "operators: anybody on this machine" : "operators, by the operator token under this name"
    }

    private func corsWords(_ route: PlannedRoute) -> String {
        guard let origin else {
            return switch route.cors {
            case .any: "pages of any origin may read the answer"
            case .sameOrigin: "pages of this server alone may read the answer"
            case .origins(let origins):
                "pages of \(origins.map(\.description).joined(separator: ", ")) may read the answer"
            }
        }
        if origin == plan.issuer.origin { return "pages of \(origin) are this server's own" }
        guard mayRead else { return "pages of \(origin) may not read the answer" }
        return "pages of \(origin) may read the answer"
            + (maySend ? ", and may send \(head.method) with what MCP clients send" : "")
    }

    // MARK: Why not

    private var refusals: [(String, String)] {
        others.compactMap { other, reason in
            switch reason {
            case .path: nil
            case .method:
                (
                    "not",
                    "route \(other.name), which takes \(other.methods.map(\.rawValue).joined(separator: ", "))"
                )
            case .off: other.offReason.map { ("not", $0) }
            }
        }
    }

    private var capitals: String? {
        let capitals = HTTPMethod(rawValue: head.method.rawValue.uppercased())
        guard capitals != head.method, allow?.split(separator: ", ").contains(capitals.rawValue[...]) == true
        else { return nil }
        return "\(capitals) is another one: methods are compared letter for letter"
    }

    private var nearest: [(String, String)] {
        plan.near(head.path).map { near in
            let off = near.route.isOn ? "" : ", which is off"
            return ("near", "\(near.path) of route \(near.route.name)\(off): \(words(near.difference))")
        }
    }

    private func words(_ difference: PathDifference) -> String {
        switch difference {
        case .slash: "a slash at the end makes another path"
        case .letters: "capitals and small letters are not the same"
        case .encoding: "nothing is decoded, so it has to be written as it stands there"
        case .emptySegments: "two slashes are not one"
        case .added(let prefix):
            "without \(prefix) before it; that is served with an issuer that ends with it, or a proxy takes it off"
        case .missing(let prefix): "with \(prefix) before it"
        case .beginning: "what was asked for is its beginning"
        case .spelling: "nearly the same letters"
        }
    }

    private var misdirection: [(String, String)] {
        guard let own = plan.ownAuthorities else { return [] }
        let named = Misdirection(head, issuer: plan.issuer.text, authorities: own)
        return [("issuer", plan.issuer.text)] + (named.advice.map { [("hint", $0)] } ?? [])
    }
}

extension RouteMatch {
    /// Of the page that sends it.
    var origin: String? { head.headers["origin"]?.shown }

    /// A browser lets the page read the answer.
    var mayRead: Bool { Self.allows(headers.fields, origin) }

    /// A browser that has asked before lets the page send it.
    var maySend: Bool {
        guard let preflight, Self.allows(preflight, origin) else { return false }
        let methods = preflight["access-control-allow-methods"]?.ascii?.split(separator: ", ")
        return methods?.contains(head.method.rawValue[...]) == true
    }

    private static func allows(_ fields: HeaderFields, _ origin: String?) -> Bool {
        let allowed = fields["access-control-allow-origin"]?.ascii
        return allowed != nil && (allowed == "*" || allowed == origin)
    }
}

extension PlannedRoute {
    /// Its answer stands ready: no body is read for it, and nothing takes time.
    fileprivate var isReady: Bool {
        switch route.binding {
        case .metadata, .jwks, .style, .openAPI, .respond: true
        case .authorize, .token, .register, .introspect, .revoke, .fakeAuthorize, .fakeCallback, .fakeLogout,
            .upstreamCallback, .start, .flows, .health:
            false
        }
    }
}
