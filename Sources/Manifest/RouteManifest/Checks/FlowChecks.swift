import Diagnostics
import OAuthModel
import StrictYAML
import Web
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
        hint: (try? DevelopmentHost(issuer.authority.host)).map {
            "use a loopback issuer; or, if \($0) is on a network for development, list it in server.development_hosts"
        } ?? "use a loopback issuer; or turn it off there, and name a provider under 'upstreams'")
}

/// Whose name is vouched for may be anybody's machine: there a person is asked.
func checkAutoApproveIsLocal(_ facts: ManifestFacts, _ findings: Findings) {
    guard let field = facts.upstream.autoApproveField else { return }
    if facts.isPublic {
        field.error(
            .fakeLoginExposed, "auto_approve consents in everybody's name, and the issuer is not loopback",
            remedy: field.write("false").or("use a loopback issuer"))
    } else if !facts.server.settings.plainHTTPHosts.development.isEmpty {
        field.error(
            .fakeLoginExposed,
            "auto_approve consents in everybody's name, and development_hosts lets in more than this machine",
            remedy: field.write("false").or("remove server.development_hosts"))
    }
}

func checkAuthorizeHasToken(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.areRoutesWhole else { return }
    switch (facts.active(.authorize), facts.active(.token)) {
    case (let authorize?, nil):
        let absence = facts.absence(of: .token)
        findings.error(
            .noToken, "authorization codes could be issued but redeemed nowhere: \(absence.reason)",
            at: absence.place, remedy: absence.remedy,
            related: Finding.Related(message: "codes are issued here", span: authorize.nameSpan))
    case (nil, let token?):
        guard !facts.areGrantsBegunElsewhere else { return }
        let absence = facts.absence(of: .authorize)
        findings.warning(
            .noAuthorize,
            "no new authorization can begin, and clients only refresh what they have: \(absence.reason)",
            at: absence.place, remedy: absence.remedy,
            related: Finding.Related(message: "tokens are refreshed here", span: token.nameSpan))
    default: break
    }
}

func checkAuthorizeHasUpstream(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.areRoutesWhole, let authorize = facts.active(.authorize),
        !facts.reader.isMisspelt(["upstreams"])
    else { return }
    let hasProvider = facts.upstreams.contains(where: \.isOn)
    let missing = upstreamHandlers.filter { facts.active($0) == nil }
    let related = Finding.Related(message: "a login is needed here", span: authorize.nameSpan)
    let words = hasProvider ? "nobody could use the fake login" : "nobody could log in"
    let none = facts.upstreams.first.map { "\($0.owner) is off" } ?? "no provider stands under 'upstreams'"
    if hasProvider {
        // One half of the fake login helps nobody.
        guard missing.count == 1 else { return }
    } else if missing.isEmpty {
        guard facts.isWhole, facts.upstream.upstream == nil else { return }
        let remedy = facts.decoding.add("upstream", "{ kind: fake }")
        return findings.error(
            .noUpstream, "\(words): there is no section 'upstream', and \(none)",
            at: remedy.place ?? authorize.nameSpan,
            remedy: remedy.or("name a provider under 'upstreams'"), related: related)
    }
    guard hasProvider || !facts.isPublic && facts.profile.name != .production else {
        // The fake login is not what is missing there.
        let fake = facts.isPublic ? "the fake login is for loopback issuers" : "the fake login is off"
        return findings.error(
            .noUpstream, "\(words): \(none), and \(fake)",
            at: facts.isPublic ? facts.server.field("issuer")?.span : authorize.nameSpan,
            hint:
                "such as upstreams: { corp: \(ProviderKind.oidc.example) }; or turn route '\(authorize.name)' off",
            related: facts.isPublic ? related : nil)
    }
    var told: Set<SourceSpan?> = []
    for absence in missing.filter({ !facts.goesWithTheFakeLogin($0) }).map(facts.absence)
    where told.insert(absence.place).inserted {
        findings.error(
            .noUpstream,
            hasProvider ? "\(words): \(absence.reason)" : "\(words): \(none), and \(absence.reason)",
            at: absence.place, remedy: absence.remedy, related: related)
    }
}

extension ManifestFacts {
    /// It is off because the fake login is, and comes back with it.
    fileprivate func goesWithTheFakeLogin(_ handler: HandlerName) -> Bool {
        draft.routes.contains {
            $0.handler == handler && $0.state == .off(.dependency(on: .fakeAuthorize))
        }
    }
}

/// Who sees two authorization servers by one redirect URI tells their answers apart by `iss` alone.
func checkAnswersNameTheirIssuer(_ facts: ManifestFacts, _ findings: Findings) {
    guard let authorize = facts.active(.authorize),
        case .authorize(let options) = authorize.written?.binding, !options.issParameter
    else { return }
    let field = authorize.field("with")?.mapping(such: "")?.field("iss_parameter")
    findings.warning(
        .mixUp,
        "a client of several authorization servers can be led to send a code to the wrong one (RFC 9207 §2.3)",
        at: field?.span ?? authorize.nameSpan,
        remedy: field?.write("true").or("leave it so for a client that fails with it"))
}

func checkClientsCanBecomeKnown(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.isWhole, facts.clients.isEmpty, facts.active(.register) == nil, facts.documents.policy == nil,
        let authorize = facts.active(.authorize)
    else { return }
    let absence = facts.absence(of: .register)
    findings.warning(
        .noClients, "no new client can become known: 'clients' is empty, and \(absence.reason)",
        at: absence.place, remedy: absence.remedy?.or("list a client under 'clients'"),
        related: Finding.Related(message: "a client is needed here", span: authorize.nameSpan))
}

func checkMetadataCanBeFound(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.areRoutesWhole, let authorize = facts.active(.authorize) else { return }
    guard let metadata = facts.active(.metadata) else {
        let absence = facts.absence(of: .metadata)
        findings.warning(
            .noMetadata,
            "clients find the endpoints only by guessing, without a metadata document: \(absence.reason)",
            at: absence.place, remedy: absence.remedy,
            related: Finding.Related(message: "this is one of them", span: authorize.nameSpan))
        return
    }
    guard let wellKnown = HandlerDescriptor.metadata.shipped?.path else { return }
    if !metadata.paths.contains(where: { $0.value.text == wellKnown }), let path = metadata.paths.first {
        path.field.warning(
            .noMetadata, "clients look for the metadata at \(wellKnown) (RFC 8414 §3)",
            remedy: path.field.write(wellKnown).or("list that under 'aliases'"))
    }
}

/// A request that names neither scope nor resource is valid, so there must be some to give it.
func checkThereIsSomethingToGrant(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.isWhole, let authorize = facts.active(.authorize) else { return }
    let related = Finding.Related(message: "it is needed here", span: authorize.nameSpan)
    if facts.resources.isEmpty {
        let example = facts.isPublic ? "https://mcp.example.com/mcp" : "http://localhost:3232/mcp"
        let remedy =
            facts.field("resources")?.writeYAML("[{ resource: \(example) }]")
            ?? facts.decoding.add("resources", "[{ resource: \(example) }]")
        findings.error(
            .noResources,
            "there is no MCP server to issue tokens for: \(facts.field("resources").isEmpty("resources"))",
            at: facts.field("resources")?.span ?? remedy.place ?? authorize.nameSpan, remedy: remedy,
            related: related)
    }
    if Scope(facts.scopes.filter(\.declaration.isDefault).map(\.declaration.token)).opensNothing {
        let remedy = facts.addingDefaultScope
        let reason =
            facts.scopes.isEmpty ? ": " + facts.field("scopes").isEmpty("scopes") : " that opens anything"
        findings.error(
            .noScopes, "a request that names no scope could be given none\(reason)",
            at: facts.field("scopes")?.keySpan ?? remedy.place ?? authorize.nameSpan, remedy: remedy,
            related: related)
    }
}

extension Field? {
    fileprivate func isEmpty(_ section: String) -> String {
        self == nil ? "there is no section '\(section)'" : "'\(section)' is empty"
    }
}

extension ManifestFacts {
    /// A client of the file can begin a grant without the authorization endpoint.
    fileprivate var areGrantsBegunElsewhere: Bool {
        let types = draft.grantTypes.choices.filter { $0.begins && !$0.needsRedirect }
        return draft.clients.contains { $0.declaration.grantTypes.contains(where: types.contains) }
    }

    fileprivate var addingDefaultScope: Remedy {
        if let scope = draft.scopes.first(where: { !Scope([$0.declaration.token]).opensNothing }) {
            let remedy = scope.becomingDefault
            return Remedy("at scope '\(scope.declaration.token)', \(remedy.words)", edit: remedy.edit)
        }
        let value = "{ description: Use the tools, default: true }"
        return field("scopes")?.add("mcp: \(value)", words: "add mcp: \(value)")
            ?? decoding.add("scopes", "{ mcp: \(value) }")
    }
}
