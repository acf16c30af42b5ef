import Diagnostics
package import StrictYAML

/// The server, its store, and what stands around them.
extension DiagnosticCode {
    static let ofServers = [
        issuer, developmentHosts, bind, trustedProxies, redisURL, sharedSecret, sharedLimit, baseURI,
        operatorAccess,
    ]

    package static let issuer = DiagnosticCode(
        "issuer", .either, "the issuer is the https URL that clients know the server by, letter for letter",
        why:
            "Clients compare it byte for byte, and codes and tokens travel to it: in plain http on this machine only.",
        remedy:
            "Write scheme, host and perhaps a path, without a last slash, query or fragment, as a browser shows it.",
        broken: """
            server: { issuer: "https://auth.example.com/" }
            """,
        mended: """
            server: { issuer: "https://auth.example.com" }
            """)

    package static let operatorAccess = DiagnosticCode(
        "operator-access", .warning, asking: true,
        "who runs the server can open what is for them",
        why:
            "Off this machine only the operator token tells them from others; without one the pages open for nobody.",
        remedy: "Name a file under 'operator_token_file' of 'server', or turn the route off.",
        broken: """
            server: { issuer: "https://auth.example.com" }
            routes:
              flows: { path: /flows, handler: flows.show, template: flows.html, enabled: true }
            """,
        mended: """
            server: { issuer: "https://auth.example.com", operator_token: "${OPERATOR_TOKEN:-0123456789abcdef0123456789abcdef}" }
            routes:
              flows: { path: /flows, handler: flows.show, template: flows.html, enabled: true }
            """)

    package static let developmentHosts = DiagnosticCode(
        "development-hosts", .either, "hosts for development are names that nobody on the internet can have",
        why: "Plain http is trusted to reach them: whoever answers to such a name reads codes and tokens.",
        remedy: "List names without a dot, or under .internal, .local or .test; others need https.",
        broken: """
            server: { development_hosts: [auth.example.com] }
            """,
        mended: """
            server: { development_hosts: [auth] }
            """)

    package static let bind = DiagnosticCode(
        "bind", .warning, asking: true,
        "who can connect is who is meant to",
        why:
            "A server that is local by its name has the demo login on; on an open address everybody reaches it.",
        remedy: "Listen on this machine, or set the issuer to the address that others use.",
        broken: """
            server: { bind: 0.0.0.0 }
            """,
        mended: """
            server: { bind: 127.0.0.1 }
            """)

    package static let trustedProxies = DiagnosticCode(
        "trusted-proxies", .warning, asking: true,
        "proxies that are trusted are your own",
        why:
            "A trusted proxy says where a request came from. If everybody is one, nobody meets a rate limit.",
        remedy: "List the addresses or networks that your proxies are in.",
        broken: """
            server: { trusted_proxies: [0.0.0.0/0] }
            """,
        mended: """
            server: { trusted_proxies: [10.0.0.0/8] }
            """)

    package static let redisURL = DiagnosticCode(
        "redis-url", .error, "the URL of a Redis is one that this program can connect to",
        why:
            "The state of the server is there; a part of the URL that is read wrongly leads to another Redis, or to none.",
        remedy: "The message names the part. In user names and passwords, @ / ? and # are percent-encoded.",
        broken: """
            store: { redis_url: "redis://localhost:70000" }
            """,
        mended: """
            store: { redis_url: "redis://localhost:6379" }
            """)

    package static let sharedSecret = DiagnosticCode(
        "shared-secret", .either, asking: true,
        "processes that share a Redis share a secret",
        why: "Records are sealed under it: what one process wrote, the others could not read.",
        remedy: "Name a file with one secret for all of them under server.secret_file.",
        broken: """
            store: { redis_url: "redis://localhost" }
            """,
        mended: """
            server: { secret: "0123456789012345678901234567890123456789" }
            store: { redis_url: "redis://localhost" }
            """)

    package static let sharedLimit = DiagnosticCode(
        "shared-limit", .warning, asking: true,
        "a limit that processes count together has a store that they share",
        why: "The embedded store belongs to one process, and each would count alone.",
        remedy: "Write shared: false, or keep everything in Redis (store.redis_url).",
        broken: """
            defaults: { rate_limit: { rate: 60/1m, shared: true } }
            """,
        mended: """
            defaults: { rate_limit: { rate: 60/1m, shared: false } }
            """)

    package static let baseURI = DiagnosticCode(
        "base-uri", .warning, asking: true,
        "the MCP server that BASE_URI names has a resource",
        why: "Its clients ask for tokens for that address, and are refused where no resource is under it.",
        remedy:
            "Write the resource so that it follows the variable, or set BASE_URI to the resource's address.",
        broken: """
            # BASE_URI=http://localhost:4102
            resources:
              - { resource: "http://localhost:3232/mcp" }
            """,
        mended: """
            # BASE_URI=http://localhost:4102
            resources:
              - { resource: "${BASE_URI:-http://localhost:3232}/mcp" }
            """)
}
