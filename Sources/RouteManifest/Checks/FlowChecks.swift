import OAuthModel
import YAML

private let upstreamHandlers: [HandlerName] = [.fakeAuthorize, .fakeCallback]

/// Nobody is asked for a password at the fake login.
func checkFakeLoginIsLocal(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.server.isIssuerKnown, facts.server.settings.issuer.reach == .anywhere,
        let login = facts.active(.fakeAuthorize) ?? facts.active(.fakeCallback)
    else { return }
    let issuer = facts.server.settings.issuer
    findings.error(
        .fakeLoginExposed,
        "the fake login lets anybody be anybody, and the issuer \(quoted(issuer.text)) is not loopback",
        at: login.nameSpan,
        hint: (try? DevelopmentHost(issuer.host)).map {
            "use a loopback issuer; or, if \($0) is on a network for development, list it in server.development_hosts"
        } ?? "use a loopback issuer; this version has no other login")
}

/// Whose name is vouched for may be anybody's machine: there a person is asked.
func checkAutoApproveIsLocal(_ facts: ManifestFacts, _ findings: Findings) {
    guard let span = facts.upstream.autoApproveSpan else { return }
    if facts.isPublic {
        findings.error(
            .fakeLoginExposed, "auto_approve consents in everybody's name, and the issuer is not loopback",
            at: span,
            hint: "remove auto_approve, or use a loopback issuer")
    } else if !facts.server.settings.plainHTTPHosts.development.isEmpty {
        findings.error(
            .fakeLoginExposed,
            "auto_approve consents in everybody's name, and development_hosts lets in more than this machine",
            at: span, hint: "remove auto_approve, or server.development_hosts")
    }
}

func checkAuthorizeHasToken(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.areRoutesWhole else { return }
    switch (facts.active(.authorize), facts.active(.token)) {
    case (let authorize?, nil):
        findings.error(
            .noToken, "authorization codes could be issued here but redeemed nowhere", at: authorize.nameSpan,
            hint: "\(facts.absence(of: .token)); turn it on, or this one off")
    case (nil, let token?):
        findings.warning(
            .noAuthorize, "no new authorization can begin: clients can only refresh what they have",
            at: token.nameSpan,
            hint: facts.absence(of: .authorize))
    default: break
    }
}

func checkAuthorizeHasUpstream(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.areRoutesWhole, let authorize = facts.active(.authorize) else { return }
    if let missing = upstreamHandlers.first(where: { facts.active($0) == nil }) {
        findings.error(
            .noUpstream, "nobody could log in: the only upstream of this version is the fake login",
            at: authorize.nameSpan,
            hint: "\(facts.absence(of: missing)); turn it on, or this one off")
    } else if facts.isWhole, facts.upstream.upstream == nil {
        findings.error(
            .noUpstream, "nobody could log in: there is no section 'upstream'", at: authorize.nameSpan,
            hint: "add: upstream: { kind: fake }")
    }
}

/// Who sees two authorization servers by one redirect URI tells their answers apart by `iss` alone.
func checkAnswersNameTheirIssuer(_ facts: ManifestFacts, _ findings: Findings) {
    guard let authorize = facts.active(.authorize), case .authorize(let options) = authorize.options,
        !options.issParameter
    else { return }
    findings.warning(
        .mixUp,
        "a client of several authorization servers can be led to send a code to the wrong one (RFC 9207 §2.3)",
        at: authorize.optionSpans["iss_parameter"] ?? authorize.nameSpan,
        hint: "remove iss_parameter, unless a client fails with it")
}

func checkClientsCanBecomeKnown(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.isWhole, facts.clients.isEmpty, facts.active(.register) == nil,
        let authorize = facts.active(.authorize)
    else { return }
    findings.warning(
        .noClients, "no new client can become known: there is no registration and 'clients' is empty",
        at: authorize.nameSpan,
        hint: "\(facts.absence(of: .register)); turn it on, or list a client under 'clients'")
}

func checkMetadataCanBeFound(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.areRoutesWhole, let authorize = facts.active(.authorize) else { return }
    guard let metadata = facts.active(.metadata) else {
        findings.warning(
            .noMetadata, "clients find the endpoints only by guessing: there is no metadata document",
            at: authorize.nameSpan,
            hint: facts.absence(of: .metadata))
        return
    }
    let wellKnown = "/.well-known/oauth-authorization-server"
    if !metadata.paths.contains(where: { $0.path.text == wellKnown }) {
        findings.warning(
            .noMetadata, "clients look for the metadata at \(wellKnown) (RFC 8414 §3)", at: metadata.nameSpan,
            hint: "use that path, or list it under 'aliases'")
    }
}

/// A request that names neither scope nor resource is valid, so there must be some to give it.
func checkThereIsSomethingToGrant(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.isWhole, let authorize = facts.active(.authorize) else { return }
    if facts.resources.isEmpty {
        findings.error(
            .noResources, "there is no MCP server to issue tokens for: 'resources' is empty",
            at: authorize.nameSpan,
            hint: "add: resources: [{ resource: \"https://mcp.example.com/mcp\" }]")
    }
    let standing = Scope(facts.scopes.filter(\.isDefault).map(\.name.token))
    if standing.opensNothing {
        let further = standing.isEmpty ? "" : "; offline_access opens nothing by itself"
        findings.error(
            .noScopes, "a request that names no scope could be given none", at: authorize.nameSpan,
            hint: "mark a scope under 'scopes' with default: true\(further)")
    }
}
