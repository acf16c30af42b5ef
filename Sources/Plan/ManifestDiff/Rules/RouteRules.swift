import RouteManifest
import Router
import StrictYAML
import Web

extension Rule {
    /// What is served, where, and to whom. Of a route that is off on both sides nothing is told.
    static let routes: [Rule] = [
        Rule("route-served") { old, new in
            let pairs = old.routePairs(with: new)
            let gone = old.plan.servedRoutes.filter { route in !pairs.contains { $0.0 == route } }
            let come = new.plan.servedRoutes.filter { route in !pairs.contains { $0.1 == route } }
            return gone.map { route in
                Difference(
                    rule: "route-served", subject: "routes.\(route.name)", before: route.place,
                    after: new.offCell(of: route.name), effects: new.losses(of: route))
            }
                + come.map { route in
                    Difference(
                        rule: "route-served", subject: "routes.\(route.name)",
                        before: old.offCell(of: route.name), after: route.place,
                        effects: old.gains(of: route))
                }
        },
        .route(
            "name", { $0.name.text }, shown: { $0 },
            effects: { _, old, new in
                [.operators("--enable, --disable and the log call route \(old) \(new)")]
            }),
        .route(
            "handler", \.handler.rawValue, shown: { $0 },
            effects: { route, _, new in
                [route.effect("\(route.path) is answered by \(new)")]
            }),
        Rule("route-paths") { old, new in
            old.routePairs(with: new).compactMap { before, after in
                // What follows from the path of the issuer is told with that.
                let (were, are) = (before.route.paths.map(\.text), after.route.paths.map(\.text))
                guard before.path != after.path || Set(were) != Set(are) else { return nil }
                let lost = were.filter { !new.served($0) }
                return Difference(
                    rule: "route-paths", subject: "routes.\(after.name).path",
                    before: were.joined(separator: ", "), after: are.joined(separator: ", "),
                    effects: lost.isEmpty
                        ? []
                        : [
                            after.effect(
                                "\(lost.enumerated) \(lost.count == 1 ? "is" : "are") answered 404; the place is \(after.publicPath)"
                            )
                        ])
            }
        },
        .route(
            "methods", { $0.methods.map(\.rawValue) }, shown: \.listed,
            effects: { route, old, new in
                let lost = old.filter { !new.contains($0) }
                return lost.isEmpty
                    ? [] : [route.effect("\(lost.enumerated) at \(route.path) is answered 405")]
            }),
        .route(
            "auth", \.admitted, shown: { $0.map(\.rawValue).listed },
            effects: { route, old, new in
                old.filter { !new.contains($0) }.map { auth in
                    auth.effect("\(auth.words) are refused at \(route.path)", at: route)
                }
                    + new.filter { !old.contains($0) }.map { auth in
                        auth.effect("\(auth.words) may call \(route.path)", at: route)
                    }
            }),
        .route(
            "rate_limit", \.rateLimit, shown: { $0?.description ?? "none" },
            effects: { route, old, new in
                [
                    route.effect(
                        "\(route.path) takes \(new?.description ?? "any number") from one address instead of \(old?.description ?? "any number")"
                    )
                ]
            }),
        .route(
            "cors", \.cors, shown: \.cell,
            effects: { route, _, new in
                [.clients("the answers of \(route.path) can be read by \(new.readers)")]
            }),
        .route(
            "body_limit", \.bodyLimit, shown: { ByteCountText.render($0) },
            effects: { route, _, new in
                [route.effect("a body over \(ByteCountText.render(new)) is refused at \(route.path) (413)")]
            }),
        .route(
            "timeout", \.timeout, shown: { DurationText.render($0) },
            effects: { route, _, new in
                [route.effect("\(route.path) answers 503 after \(DurationText.render(new))")]
            }),
        .route(
            "cache", \.cache, shown: { $0.map { DurationText.render($0) } },
            effects: { route, _, new in
                [
                    .clients(
                        new.map { "the answer of \(route.path) may be kept for \(DurationText.render($0))" }
                            ?? "the answer of \(route.path) may not be kept")
                ]
            }),
        .route(
            "headers", { $0.headers.map { "\($0.name): \($0.value)" } }, shown: \.listed,
            effects: { route, _, _ in
                [route.effect("the answers of \(route.path) have other header fields")]
            }),
        .route(
            "template", { $0.template?.text }, shown: { $0 },
            effects: { route, _, new in
                [.people("\(route.path) shows the page \(new ?? "of no template")")]
            }),
        .route("advertised", \.isAdvertised, shown: { "\($0)" }, effects: { _, _, _ in [] }),
        .route(
            "with", \.binding, shown: \.cell,
            effects: { route, old, new in
                switch new {
                case .authorize(let options):
                    [
                        .clients(
                            options.issParameter
                                ? "authorization responses say who they are from (iss)"
                                : "authorization responses don't say who they are from (iss): a client of several servers can be led astray (RFC 9207)"
                        )
                    ]
                case .flows(let options):
                    [
                        .operators(
                            "the timeline takes \(ByteCountText.render(options.memory)) of memory at most")
                    ]
                case .respond: [route.effect("\(route.path) answers something else")]
                case .metadata, .token, .register, .introspect, .revoke, .jwks, .fakeAuthorize,
                    .fakeCallback, .fakeLogout, .upstreamCallback, .style, .start, .health, .openAPI:
                    []
                }
            }),
    ]

    /// A setting of a route that is on, on both sides.
    private static func route<Value: Equatable & Sendable>(
        _ member: String, _ value: @escaping @Sendable (PlannedRoute) -> Value,
        shown: @escaping @Sendable (Value) -> String?,
        effects: @escaping @Sendable (_ route: PlannedRoute, _ old: Value, _ new: Value) -> [Effect]
    ) -> Rule {
        let name = "route-" + String(member.map { $0 == "_" ? "-" : $0 })
        return Rule(name) { old, new in
            old.routePairs(with: new).compactMap { before, after in
                let (was, now) = (value(before), value(after))
                guard was != now else { return nil }
                return Difference(
                    rule: name, subject: "routes.\(after.name).\(member)", before: shown(was),
                    after: shown(now), effects: effects(after, was, now))
            }
        }
    }
}

extension Side {
    /// Routes that are on, on both sides: those of one name, and of others those that share a path and the handler.
    fileprivate func routePairs(with other: Side) -> [(PlannedRoute, PlannedRoute)] {
        let (old, new) = (plan.servedRoutes, other.plan.servedRoutes)
        let named = old.pairs(with: new) { $0.name }
        let renamed = old.filter { route in !named.contains { $0.0 == route } }.compactMap { before in
            new.first { after in
                before.handler == after.handler && !Set(before.paths).isDisjoint(with: after.paths)
                    && !named.contains { $0.1 == after }
            }.map { (before, $0) }
        }
        return named + renamed
    }

    fileprivate func serves(_ handler: HandlerName) -> Bool { plan.route(handler) != nil }

    fileprivate func served(_ path: String) -> Bool {
        plan.servedRoutes.contains { $0.paths.contains(path) }
    }

    fileprivate func offCell(of name: RouteName) -> String? {
        plan.routes.first { $0.name == name }.flatMap { route in
            if case .off(let reason) = route.state { "off (\(reason))" } else { nil }
        }
    }

    /// On this side, that one is no longer served.
    fileprivate func losses(of route: PlannedRoute) -> [Effect] {
        guard serves(route.handler), !route.isAlone else { return [route.handler.loss(at: route)] }
        let paths = route.paths.filter { !served($0) }
        return paths.isEmpty
            ? [] : [route.effect("\(paths.enumerated) \(paths.count == 1 ? "is" : "are") answered 404")]
    }
}

extension Side {
    /// On the other side, that one is served.
    fileprivate func gains(of route: PlannedRoute) -> [Effect] {
        guard serves(route.handler), !route.isAlone else { return [route.handler.gain(at: route)] }
        let callers = route.admitted.map(\.words).enumerated
        return [route.effect("\(route.path) is another place of \(route.handler.rawValue), for \(callers)")]
    }
}

extension PlannedRoute {
    /// One has nothing to do with another of its handler.
    fileprivate var isAlone: Bool {
        switch route.binding {
        case .respond, .upstreamCallback: true
        case .metadata, .authorize, .token, .register, .introspect, .revoke, .jwks, .fakeAuthorize,
            .fakeCallback,
            .fakeLogout, .flows, .style, .start, .health, .openAPI:
            false
        }
    }

    fileprivate var place: String { "\(route.methods.map(\.rawValue).joined(separator: ",")) \(route.path)" }

    /// Who is answered: `auth`, without those who can't be told with this issuer.
    fileprivate var admitted: [RouteAuth] {
        route.auth.filter { $0 != .loopback || callers.loopback != nil }
    }
}

extension RouteAuth {
    fileprivate var words: String {
        switch self {
        case .anyone: "those who show no credentials"
        case .client: "clients in the way they are registered"
        case .resourceServer: "resource servers with their credentials"
        case .loopback: "programs on this machine without credentials"
        case .operators: "operators"
        }
    }

    fileprivate func effect(_ words: String, at route: PlannedRoute) -> Effect {
        switch self {
        case .anyone: route.effect(words)
        case .client: .clients(words)
        case .resourceServer, .loopback: .resourceServers(words)
        case .operators: .operators(words)
        }
    }
}

extension CORSPolicy {
    fileprivate var cell: String {
        switch self {
        case .any: "any"
        case .sameOrigin: "same-origin"
        case .origins(let origins): origins.map(\.description).joined(separator: ", ")
        }
    }

    fileprivate var readers: String {
        switch self {
        case .any: "web pages of any origin"
        case .sameOrigin: "web pages of this server alone"
        case .origins: "web pages of \(cell) alone"
        }
    }
}

extension HandlerBinding {
    fileprivate var cell: String? {
        switch self {
        case .metadata(let options): options.serviceDocumentation.map { "service_documentation: \($0)" }
        case .authorize(let options): "iss_parameter: \(options.issParameter)"
        case .flows(let options): "memory: \(ByteCountText.render(options.memory))"
        case .respond(let answer): "status: \(answer.status)"
        case .token, .register, .introspect, .revoke, .jwks, .fakeAuthorize, .fakeCallback, .fakeLogout,
            .upstreamCallback, .style, .start, .health, .openAPI:
            nil
        }
    }
}
