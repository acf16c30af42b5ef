import OAuthModel
import YAML

func checkTokenMethodsSuitClients(_ facts: ManifestFacts, _ findings: Findings) {
    guard let route = facts.active(.token), case .token(let options) = route.options else { return }
    if facts.active(.register) != nil, !options.authMethods.contains(.none),
        let span = route.optionSpans["auth_methods"]
    {
        findings.warning(
            .authMethods, "most MCP clients have no secret, and 'none' is missing here", at: span,
            hint: "add none")
    }
    for client in facts.clients {
        let method = client.declaration.authentication.name
        guard !options.authMethods.contains(method) else { continue }
        findings.error(
            .authMethods,
            "client '\(client.declaration.id)' uses \(method.rawValue), which route '\(route.name)' does not take",
            at: client.methodSpan, hint: "add \(method.rawValue) to its auth_methods")
    }
}

func checkGrantsAreServed(_ facts: ManifestFacts, _ findings: Findings) {
    guard let route = facts.active(.token), case .token(let options) = route.options else { return }
    let place = route.optionSpans["grant_types"] ?? route.nameSpan
    if facts.active(.authorize) != nil, !options.grantTypes.contains(.authorizationCode) {
        findings.error(
            .noToken, "authorization codes could be issued but not redeemed", at: place,
            hint: "add authorization_code, or turn the route of oauth.authorize off")
    }
    for client in facts.clients {
        guard let grant = client.declaration.grantTypes.first(where: { !options.grantTypes.contains($0) })
        else { continue }
        findings.warning(
            .authMethods,
            "client '\(client.declaration.id)' may use \(grant.rawValue), which route '\(route.name)' does not serve",
            at: client.idSpan, hint: "leave it out of the client's grant_types")
    }
}

func checkIntrospectionIsUsable(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.isWhole else { return }
    guard let route = facts.active(.introspect) else {
        if let authorize = facts.active(.authorize), !facts.resources.isEmpty {
            findings.warning(
                .uselessIntrospection,
                "tokens are opaque, and no resource server can ask whether they are valid",
                at: authorize.nameSpan, hint: facts.absence(of: .introspect))
        }
        return
    }
    let place = route.authSpan ?? route.nameSpan
    let takesCredentials = route.auth.contains(.resourceServer)
    let takesLoopback = route.auth.contains(.loopback) && !facts.isPublic
    let hint =
        takesCredentials
        ? "list the MCP server under 'resource_servers'"
        : "write auth: [resource_server" + (takesLoopback ? ", loopback]" : "]")
    if !takesLoopback, !takesCredentials || facts.resourceServers.isEmpty {
        findings.warning(
            .uselessIntrospection,
            "nobody can ask here: "
                + (takesCredentials ? "'resource_servers' is empty" : "resource_server is not in 'auth'")
                + (facts.isPublic ? ", and the issuer is not loopback" : ""),
            at: place, hint: hint)
    } else if !takesCredentials, !facts.resourceServers.isEmpty {
        findings.warning(
            .uselessIntrospection,
            "resource servers are refused here, with right credentials too: resource_server is not in 'auth'",
            at: place, hint: hint)
    }
}

extension ClientDeclaration.Authentication {
    var name: ClientAuthenticationMethod {
        switch self {
        case .none: .none
        case .secretBasic: .clientSecretBasic
        case .secretPost: .clientSecretPost
        }
    }
}
