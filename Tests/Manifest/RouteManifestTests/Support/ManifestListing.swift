import OAuthModel
import Web
import WireText

@testable import RouteManifest

extension Manifest {
    /// Everything that holds, defaults and variables worked in, in the words of the file. Secrets are not shown.
    func listing() -> String {
        var lines: [String] = []
        lines += ["profile: \(profile)", ""]
        lines += server.lines + store.lines + tokens.lines
        lines += [
            "grant_types: \(list(grantTypes.map(\.rawValue)))",
            "token_endpoint_auth_methods: \(list(authenticationMethods.map(\.rawValue)))", "",
        ]
        lines += ["scopes:"] + scopes.map(\.line) + [""]
        lines += ["resources:"] + resources.flatMap(\.lines) + [""]
        lines += ["resource_servers:"] + resourceServers.flatMap(\.lines) + [""]
        lines += ["clients:"] + clients.flatMap(\.lines) + [""]
        lines += registration.lines
        lines += upstream?.lines ?? []
        lines += ["routes:"] + routes.flatMap(\.lines)
        return lines.joined(separator: "\n") + "\n"
    }
}

private func list(_ entries: [some CustomStringConvertible]) -> String {
    "[\(entries.map(\.description).joined(separator: ", "))]"
}

extension ServerSettings {
    fileprivate var lines: [String] {
        [
            "server:",
            "  issuer: \(issuer)",
            "  port: \(port)",
            "  bind: \(list(bind))",
            "  development_hosts: \(list(developmentHosts))",
            "  trusted_proxies: \(list(trustedProxies))",
            "  secret: \(secret == nil ? "(made at the first start)" : "(secret)")",
            "  head_limit: \(ByteCountText.render(headLimit))",
            "  connection_limit: \(connectionLimit)",
            "  idle_timeout: \(DurationText.render(idleTimeout))",
            "  head_timeout: \(DurationText.render(headTimeout))",
            "  body_timeout: \(DurationText.render(bodyTimeout))",
            "  write_timeout: \(DurationText.render(writeTimeout))",
            "  shutdown_timeout: \(DurationText.render(shutdownTimeout))",
            "",
        ]
    }
}

extension StoreChoice {
    fileprivate var lines: [String] {
        switch self {
        case .memory: ["store:", "  memory: true", ""]
        case .embedded(let folder): ["store:", "  data: \(folder)", ""]
        case .redis(let redis):
            [
                "store:", "  redis_url: \(redis.target)", "  key_prefix: \(redis.keyPrefix)",
                "  wait_for_replicas: \(redis.replicas)",
                "  wait_timeout: \(DurationText.render(redis.replicaTimeout))", "  data: \(redis.folder)", "",
            ]
        }
    }
}

extension TokenPolicy {
    fileprivate var lines: [String] {
        [
            "tokens:",
            "  authorization_code: \(DurationText.render(authorizationCode))",
            "  pending_authorization: \(DurationText.render(pendingAuthorization))",
            "  access_token: \(DurationText.render(accessToken))",
            "  refresh_token:",
            "    idle: \(DurationText.render(refreshToken))",
            "    absolute: \(DurationText.render(grant))",
        ] + reuse.lines + [
            "    rate: \(rotationRate?.text ?? "none")",
            "    store_wait: \(DurationText.render(refreshStoreWait))",
            "  code_attempts: \(codeAttempts)", "",
        ]
    }
}

extension RefreshReuse {
    fileprivate var lines: [String] {
        ["    rotation: \(word)"]
            + (self == .strict ? [] : ["    window: \(DurationText.render(window))"])
    }
}

extension DeclaredScope {
    fileprivate var line: String {
        "  \(token): \(description)\(isDefault ? " (default)" : "")\(isAdvertised ? "" : " (not advertised)")"
    }
}

extension ProtectedResource {
    fileprivate var lines: [String] {
        [
            "  - resource: \(indicator)", "    also_known_as: \(list(alsoKnownAs))", "    name: \(name)",
            "    scopes: \(list(scope.tokens))",
        ]
    }
}

extension ResourceServer {
    fileprivate var lines: [String] {
        ["  - id: \(id)", "    secret: \(secret)", "    resources: \(list(resources))"]
    }
}

extension PreRegisteredClient {
    fileprivate var lines: [String] {
        [
            "  - client_id: \(id.rawValue)",
            "    name: \(name)",
            "    redirect_uris: \(list(redirectURIs.map(\.text)))",
            "    token_endpoint_auth_method: \(authentication.method.rawValue)",
            "    grant_types: \(list(grantTypes.map(\.rawValue)))",
            "    scopes: \((scopeCeiling?.tokens).map(list) ?? "(all)")",
            "    application_type: \(applicationType.rawValue)",
        ]
    }
}

extension RegistrationPolicy {
    fileprivate var lines: [String] {
        [
            "registration:",
            "  schemes: \(list(redirectURIs.schemes))",
            "  reverse_domain_schemes: \(redirectURIs.allowsReverseDomainSchemes)",
            "  unused_lifetime: \(DurationText.render(unusedLifetime))",
            "  max_clients: \(maximumClients)",
            "",
        ]
    }
}

extension Upstream {
    fileprivate var lines: [String] {
        switch self {
        case .fake(let fake):
            [
                "upstream:",
                "  kind: fake",
                "  session: \(DurationText.render(fake.session))",
                "  auto_approve: \(fake.autoApprove)",
                "  users:",
            ] + fake.users.map { "    - \($0.subject.rawValue): \($0.name.shown)" } + [""]
        }
    }
}

extension Route {
    fileprivate var lines: [String] {
        var lines = ["  \(name):"]
        if case .off(let reason) = state { lines.append("    off: \(reason)") }
        lines += ["    path: \(path)", "    handler: \(handler.rawValue)"]
        if !aliases.isEmpty { lines.append("    aliases: \(list(aliases))") }
        lines.append("    methods: \(list(methods.map(\.rawValue)))")
        if let template { lines.append("    template: \(template)") }
        lines.append("    auth: \(list(auth.map(\.rawValue)))")
        lines.append("    cors: \(cors.words)")
        lines.append("    rate_limit: \(rateLimit?.description ?? "none")")
        lines.append("    timeout: \(DurationText.render(timeout))")
        lines.append("    body_limit: \(ByteCountText.render(bodyLimit))")
        if !headers.isEmpty { lines.append("    headers:") }
        lines += headers.map { "      \($0.name): \($0.value)" }
        if let cache { lines.append("    cache: \(DurationText.render(cache))") }
        return lines + binding.lines
    }
}

extension HandlerBinding {
    fileprivate var lines: [String] {
        switch self {
        case .metadata(let options):
            options.serviceDocumentation.map { ["    with:", "      service_documentation: \($0)"] } ?? []
        case .authorize(let options): ["    with:", "      iss_parameter: \(options.issParameter)"]
        case .respond(let answer):
            ["    with:", "      status: \(answer.status)"]
                + answer.fields.map { "      \($0.name): \($0.value.listed)" } + answer.body.lines
        case .token, .register, .introspect, .revoke, .fakeAuthorize, .fakeCallback, .fakeLogout, .health: []
        }
    }
}

extension CORSPolicy {
    fileprivate var words: String {
        switch self {
        case .any: "any"
        case .sameOrigin: "same-origin"
        case .origins(let origins): list(origins)
        }
    }
}

extension StaticAnswer.Body {
    fileprivate var lines: [String] {
        switch self {
        case .text(let text): ["      text: \(text.listed.debugDescription)"]
        case .bytes(let bytes): ["      bytes: \(bytes.count)"]
        case .template(let name): ["      template: \(name)"]
        }
    }
}

extension PlanText {
    fileprivate var listed: String {
        filled { place in
            switch place {
            case .text(let text): text
            case .issuer: "<issuer>"
            case .version: "<version>"
            case .url(let name): "<url of \(name)>"
            }
        }
    }
}
