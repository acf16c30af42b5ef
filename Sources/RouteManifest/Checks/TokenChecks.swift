import OAuthModel
import YAML

func checkTokenMethodsSuitClients(_ facts: ManifestFacts, _ findings: Findings) {
    guard let route = facts.active(.token), case .token(let options) = route.written?.binding else { return }
    let methodsField = route.options["auth_methods"]
    if facts.active(.register) != nil, !options.authMethods.contains(.none),
        let field = methodsField
    {
        let list = YAMLText.list((options.authMethods + [.none]).map(\.rawValue))
        field.warning(
            .authMethods, "most MCP clients have no secret, and 'none' is missing here",
            remedy: field.add("none", words: "write \(list)"))
    }
    for client in facts.clients {
        let method = client.declaration.authentication.method
        guard !options.authMethods.contains(method) else { continue }
        findings.error(
            .authMethods,
            "client '\(client.declaration.id.rawValue)' uses \(method.rawValue), which route '\(route.name)' does not take",
            at: client.methodSpan,
            remedy: methodsField?.add(
                method.rawValue, words: "add \(method.rawValue) to the auth_methods of route '\(route.name)'")
        )
    }
}

func checkGrantsAreServed(_ facts: ManifestFacts, _ findings: Findings) {
    guard let route = facts.active(.token), case .token(let options) = route.written?.binding else { return }
    let grantsField = route.options["grant_types"]
    if facts.active(.authorize) != nil, !options.grantTypes.contains(.authorizationCode) {
        findings.error(
            .noToken, "authorization codes could be issued but not redeemed",
            at: grantsField?.span ?? route.nameSpan,
            remedy: grantsField?.add("authorization_code", words: "add authorization_code"))
    }
    for client in facts.clients {
        let served = client.declaration.grantTypes.filter(options.grantTypes.contains)
        guard let grant = client.declaration.grantTypes.first(where: { !options.grantTypes.contains($0) })
        else { continue }
        findings.warning(
            .authMethods,
            "client '\(client.declaration.id.rawValue)' may use \(grant.rawValue), which route '\(route.name)' does not serve",
            at: client.grantsField?.span ?? client.idSpan, remedy: client.grants(served))
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
    let place = route.fields["auth"]?.span ?? route.nameSpan
    let auth = route.written?.auth ?? []
    let takesCredentials = auth.contains(.resourceServer)
    let takesLoopback = auth.contains(.loopback) && !facts.isPublic
    let words = YAMLText.list(["resource_server"] + (takesLoopback ? ["loopback"] : []))
    let remedy =
        takesCredentials
        ? Remedy(
            "list the MCP server under 'resource_servers': { id: my-mcp-server, secret_file: my-mcp-server.secret }"
        )
        : route.fields["auth"]?.writeYAML(words)
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
