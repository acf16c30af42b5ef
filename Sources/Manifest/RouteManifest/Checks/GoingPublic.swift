import Diagnostics
import OAuthModel
import StrictYAML
import Web
import YAML

/// Something that is missing before a server can be everybody's, with the line to write.
package struct PublicStep: Sendable, Equatable {
    /// YAML, as it may stand in the manifest or in an overlay.
    package let line: String
    /// Why, and what else there is to it.
    package let words: String
}

/// What is missing, in the order in which it is done.
struct GoingPublic {
    private let facts: ManifestFacts

    /// Nil where the server is to be for this machine, or for development.
    init?(_ facts: ManifestFacts) {
        guard
            facts.isPublic && facts.server.settings.issuer.reach == .anywhere
                || facts.profile.name == .production
        else { return nil }
        self.facts = facts
    }

    var steps: [PublicStep] {
        issuer + fakeLogin + provider + secrets + store + resources + resourceServers + proxies + operators
    }

    private var issuer: [PublicStep] {
        let issuer = facts.server.settings.issuer
        guard !facts.server.isIssuerKnown || issuer.reach != .anywhere || !issuer.isHTTPS else { return [] }
        return [
            PublicStep(
                line: "server: { issuer: \"https://auth.example.com\" }",
                words:
                    "the name by which everybody reaches this server, by https: a proxy in front of it speaks TLS, and passes on to port \(facts.server.settings.port)"
            )
        ]
    }

    private var fakeLogin: [PublicStep] {
        let names = [HandlerName.fakeAuthorize, .fakeCallback, .fakeLogout].compactMap {
            facts.active($0)?.name.text
        }
        guard !names.isEmpty else { return [] }
        let areForDemo = facts.active.filter { names.contains($0.name.text) }.allSatisfy { route in
            route.profiles.map { !$0.contains { $0.value == .production } } ?? false
        }
        let entries = names.map { "\($0): { enabled: false }" }.joined(separator: ", ")
        return [
            PublicStep(
                line: areForDemo ? "profile: production" : "routes: { \(entries) }",
                words: "the fake login lets everybody be everybody: its routes are off here")
        ]
    }

    private var provider: [PublicStep] {
        guard facts.active(.authorize) != nil, !facts.upstreams.contains(where: \.isOn) else { return [] }
        return [
            PublicStep(
                line: "upstreams: { corp: \(ProviderKind.oidc.example) }",
                words:
                    "where people sign in, under a name of yours; `mcp-auth upstream check corp` then says what to register there"
            )
        ]
    }

    private var secrets: [PublicStep] {
        facts.decoding[ProofSecrets.self].inManifest.map { span, key in
            PublicStep(
                line: "\(key.name)_file: \(key.exampleFile)",
                words:
                    "in the place of line \(span.start.line) of \(facts.decoding.sources[span.start].file), whose secret is known to everybody who can read that; or a variable, ${\(key.variable)}"
            )
        }
    }

    private var store: [PublicStep] {
        var steps: [PublicStep] = []
        if facts.store.choice.folder == nil {
            steps.append(
                PublicStep(
                    line: "store: { memory: false, data: /var/lib/mcp-auth }",
                    words:
                        "what is kept in memory is gone at each restart, and everybody has to sign in again"))
        }
        let server = facts.server
        if facts.store.choice.shared != nil, server.settings.secret == nil, !server.secretFields.isGiven {
            steps.append(
                PublicStep(
                    line: "server: { secret_file: /etc/mcp-auth/secret }",
                    words: "one secret for all processes on one store; make it with: \(SecretKey.command)"))
        }
        return steps
    }

    private var resources: [PublicStep] {
        let near = facts.resources.map(\.declaration.indicator).first { indicator in
            URIParts(indicator.text).map { $0.scheme.lowercased() != "https" || $0.isLoopback } ?? false
        }
        guard let near else { return [] }
        return [
            PublicStep(
                line: "resources: [{ resource: \"https://mcp.example.com/mcp\" }]",
                words:
                    "in the place of \(near.text): the address by which everybody's clients reach the MCP server"
            )
        ]
    }

    private var resourceServers: [PublicStep] {
        guard let route = facts.active(.introspect) else { return [] }
        let takesCredentials = route.written?.auth.contains(.resourceServer) == true
        guard facts.resourceServers.isEmpty || !takesCredentials else { return [] }
        return [
            PublicStep(
                line:
                    facts.resourceServers.isEmpty
                    ? "resource_servers: [{ id: my-mcp-server, secret_file: mcp-server.secret }]"
                    : "routes: { \(route.name): { auth: [resource_server] } }",
                words:
                    "the MCP server asks by a secret of its own what a token is worth: being on this machine is not enough"
            )
        ]
    }

    private var proxies: [PublicStep] {
        guard facts.server.settings.trustedProxies.isEmpty else { return [] }
        return [
            PublicStep(
                line: "server: { trusted_proxies: [127.0.0.1, \"::1\"] }",
                words:
                    "the networks that the proxy is in: without them all that it passes on counts as one address, and shares its rate limits"
            )
        ]
    }

    private var operators: [PublicStep] {
        let server = facts.server
        guard let route = facts.routes.first(where: { $0.descriptor?.isForOperators == true }),
            server.settings.operatorToken == nil, !server.operatorTokenFields.isGiven
        else { return [] }
        return [
            PublicStep(
                line: "server: { operator_token_file: /etc/mcp-auth/operator-token }",
                words:
                    "opens the timeline to who runs the server, once route \(route.name) says enabled: true; make it with: \(SecretKey.command)"
            )
        ]
    }
}

/// What came of it in a run over the file.
final class PublicSteps: Facts {
    /// Nil where nobody asks.
    var steps: [PublicStep]?
}
