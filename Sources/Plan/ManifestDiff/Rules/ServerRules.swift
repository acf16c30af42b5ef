import OAuthModel
import RouteManifest
import StrictYAML
import Web

extension Rule {
    /// Where the server listens, whom it believes, and how patient it is.
    static let server: [Rule] = [
        .server(
            "port", \.port, shown: { "\($0)" },
            effects: { _, new in
                [.operators("the server listens on port \(new)")]
            }),
        .server(
            "name", \.name, shown: { $0 },
            effects: { _, new in
                [.people("the pages call this server \(new ?? "by host and port of its issuer")")]
            }),
        .server(
            "logo", \.logo, shown: { $0.map { "\($0)" } },
            effects: { _, new in
                [.people(new == nil ? "the pages show no logo of yours" : "the pages show another logo")]
            }),
        .server(
            "bind", { $0.bind.map(\.description).sorted() }, shown: \.listed,
            effects: { _, new in
                [.operators("the server listens on \(new.enumerated)")]
            }),
        .server(
            "development_hosts", { $0.developmentHosts.sorted() }, shown: \.listed,
            effects: { old, new in
                new.filter { !old.contains($0) }.map { .clients("plain http to \($0) is trusted") }
                    + old.filter { !new.contains($0) }.map { .clients("plain http to \($0) is refused") }
            }),
        .server(
            "trusted_proxies", { $0.trustedProxies.map(\.description).sorted() }, shown: \.listed,
            effects: {
                _, new in
                [
                    .operators(
                        new.isEmpty
                            ? "all that comes by a proxy counts as one address"
                            : "what \(new.enumerated) name in X-Forwarded-For counts as the address")
                ]
            }),
        .server(
            "secret", \.secret, shown: { $0.map { "\($0)" } },
            effects: { _, _ in
                [
                    .operators(
                        "what is stored opens under the secret that it was sealed with: with another one the embedded store is refused at the start, and Redis answers 503"
                    )
                ]
            }),
        .server(
            "operator_token", \.operatorToken, shown: { $0.map { "\($0)" } },
            effects: { old, new in
                [
                    .operators(
                        new == nil
                            ? "pages for operators open on this machine alone, and only where the issuer is this machine"
                            : old == nil
                                ? "pages for operators open by the operator token"
                                : "sign in again, with the other operator token: nobody stays signed in with the old one"
                    )
                ]
            }),
        .server(
            "watch", \.watch, shown: { $0.map { "\($0)" } },
            effects: { _, new in
                [
                    .operators(
                        new == nil
                            ? "a file that is saved is taken over at once in the profile demo only"
                            : new == true
                                ? "a file that is saved is taken over at once"
                                : "files are read again when the server is asked to: mcp-auth reload, or SIGHUP"
                    )
                ]
            }),
        .server(
            "head_limit", \.headLimit, shown: { ByteCountText.render($0) },
            effects: { _, new in
                [.clients("a header section over \(ByteCountText.render(new)) is refused (431)")]
            }),
        .server(
            "connection_limit", \.connectionLimit, shown: { "\($0)" },
            effects: { _, new in
                [.clients("a connection beyond \(new) is answered 503")]
            }),
        .patience("idle_timeout", \.idleTimeout) {
            .clients("a connection is closed \($0) after its last request")
        },
        .patience("head_timeout", \.headTimeout) {
            .clients("a header section has to be sent within \($0) (408)")
        },
        .patience("body_timeout", \.bodyTimeout) { .clients("a body has to be sent within \($0) (408)") },
        .patience("write_timeout", \.writeTimeout) {
            .clients("who reads nothing of an answer for \($0) is cut off")
        },
        .patience("shutdown_timeout", \.shutdownTimeout) {
            .operators("a server that is told to stop waits \($0) for requests in flight")
        },
    ]

    private static func server<Value: Equatable & Sendable>(
        _ member: String, _ value: @escaping @Sendable (ServerSettings) -> Value,
        shown: @escaping @Sendable (Value) -> String?,
        effects: @escaping @Sendable (_ old: Value, _ new: Value) -> [Effect]
    ) -> Rule {
        .value("server.\(member)", { value($0.manifest.server) }, shown: shown, effects: effects)
    }

    private static func patience(
        _ member: String, _ value: @escaping @Sendable (ServerSettings) -> Duration,
        effect: @escaping @Sendable (String) -> Effect
    ) -> Rule {
        .server(
            member, value, shown: { DurationText.render($0) },
            effects: { _, new in
                [effect(DurationText.render(new))]
            })
    }
}
