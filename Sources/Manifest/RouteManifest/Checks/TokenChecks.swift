import OAuthModel
import StrictYAML

func checkTokenMethodsSuitClients(_ facts: ManifestFacts, _ findings: Findings) {
    let methods = facts.authenticationMethods
    guard facts.active(.token) != nil, methods.isWhole else { return }
    if facts.active(.register) != nil, !methods.contains(.none), let field = methods.field {
        let list = YAMLText.list((methods.choices + [.none]).map(\.rawValue))
        field.warning(
            .authMethods, "most MCP clients have no secret, and 'none' is missing here",
            remedy: field.add("none", words: "write \(list)"))
    }
    if facts.documents.policy != nil, facts.active(.authorize) != nil, !methods.contains(.none) {
        // Claude's clients use their documents only then, and every other one that signs nothing too.
        let remedy = facts.offering(.none, in: methods)
        findings.warning(
            .authMethods,
            "clients that are known by a document have no secret, and 'token_endpoint_auth_methods' has no 'none'",
            at: facts.documents.reader?.field("enabled")?.span ?? facts.field("client_documents")?.keySpan
                ?? methods.field?.span,
            remedy: remedy.or("write enabled: false under 'client_documents'"))
    }
    for client in facts.clients {
        let method = client.declaration.authentication.method
        guard !methods.contains(method) else { continue }
        findings.error(
            .authMethods,
            "client '\(client.declaration.id.rawValue)' uses \(method.rawValue), which 'token_endpoint_auth_methods' does not have",
            at: client.reader.span(of: "token_endpoint_auth_method", "client_id"),
            remedy: facts.offering(method, in: methods))
    }
}

func checkGrantsAreServed(_ facts: ManifestFacts, _ findings: Findings) {
    let offered = facts.grantTypes
    guard let token = facts.active(.token), offered.isWhole else { return }
    if facts.active(.authorize) != nil, !offered.contains(.authorizationCode) {
        findings.error(
            .noToken, "authorization codes could be issued but not redeemed",
            at: offered.field?.span ?? token.nameSpan,
            remedy: facts.offering(.authorizationCode, in: offered))
    }
    for client in facts.clients {
        let served = client.declaration.grantTypes.filter(offered.contains)
        guard let grant = client.declaration.grantTypes.first(where: { !offered.contains($0) })
        else { continue }
        findings.warning(
            .authMethods,
            "client '\(client.declaration.id.rawValue)' may use \(grant.rawValue), which 'grant_types' at the top does not have",
            at: client.reader.span(of: "grant_types", "client_id"),
            remedy: client.reader.state("grant_types", served.map(\.rawValue)))
    }
}

func checkIntrospectionIsUsable(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.isWhole else { return }
    guard let route = facts.active(.introspect) else {
        if let authorize = facts.active(.authorize), !facts.resources.isEmpty {
            let absence = facts.absence(of: .introspect)
            findings.warning(
                .uselessIntrospection,
                "tokens are opaque, and no resource server can ask whether they are valid: \(absence.reason)",
                at: absence.place, remedy: absence.remedy,
                related: Finding.Related(message: "tokens begin here", span: authorize.nameSpan))
        }
        return
    }
    let place = route.field("auth")?.span ?? route.nameSpan
    let auth = route.written?.auth ?? []
    let takesCredentials = auth.contains(.resourceServer)
    let takesLoopback = auth.contains(.loopback) && !facts.isPublic
    let words = YAMLText.list(["resource_server"] + (takesLoopback ? ["loopback"] : []))
    let remedy =
        takesCredentials
        ? Remedy(
            "list the MCP server under 'resource_servers': { id: my-mcp-server, secret_file: my-mcp-server.secret }"
        )
        : route.field("auth")?.writeYAML(words)
    if !takesLoopback, !takesCredentials || facts.resourceServers.isEmpty {
        findings.warning(
            .uselessIntrospection,
            "nobody can ask here: "
                + (takesCredentials ? "'resource_servers' is empty" : "resource_server is not in 'auth'")
                + (facts.isPublic ? ", and the issuer is not loopback" : ""),
            at: place, remedy: remedy)
    } else if !takesCredentials, !facts.resourceServers.isEmpty {
        findings.warning(
            .uselessIntrospection,
            "resource servers are refused here, with right credentials too: resource_server is not in 'auth'",
            at: place, remedy: remedy)
    }
}
