import Diagnostics
import OAuthModel
import StrictYAML
import YAML

/// What `sub` of one provider begins with tells its people from those of every other. What is mapped stands alone, and so it can be only one's.
func checkSubjectsAreApart(_ facts: ManifestFacts, _ findings: Findings) {
    let mapped = facts.upstreams.filter { provider in
        if case .mapped = provider.settings?.claims.subject { true } else { false }
    }
    guard let first = mapped.first else { return }
    for provider in mapped.dropFirst() {
        provider.field("claims", "sub")?.error(
            .conflictingKeys,
            "\(provider.owner) maps 'sub' from a claim, as \(first.owner) does: one could name the other's people",
            remedy: provider.field("claims", "sub")?.remove(called: "sub"))
    }
    guard facts.upstream.upstream != nil, let login = facts.active(.fakeAuthorize) else { return }
    let field = first.field("claims", "sub")
    findings.error(
        .conflictingKeys,
        "\(first.owner) maps 'sub' from a claim, and anybody can be its people at the fake login",
        at: field?.span ?? first.nameSpan,
        remedy: field?.remove(called: "sub").or("turn the fake login off"),
        related: Finding.Related(message: "the fake login is on here", span: login.nameSpan))
}

/// An ID token is given to whoever asks for `openid` (OpenID Connect Core §3.1.2.1), and addresses and organisations to whoever asks for those.
func checkProvidersAreAskedForWhatRulesNeed(_ facts: ManifestFacts, _ findings: Findings) {
    for provider in facts.upstreams {
        guard let settings = provider.settings, let field = provider.field("scopes") else { continue }
        let preset = settings.kind.preset
        if case .discovered = settings.endpoints, !settings.scopes.contains("openid") {
            field.error(
                .invalidValue,
                "\(provider.owner) asks for no ID token: 'openid' is missing in its scopes",
                remedy: field.add("openid", words: "add openid to 'scopes'"))
        }
        func lacks(_ needed: [String]) -> Bool {
            !needed.isEmpty && !needed.contains(where: settings.scopes.contains)
        }
        if settings.admission.looksAtEmails, provider.claims.email == nil, lacks(preset.emailScopes),
            let scope = preset.emailScopes.first
        {
            field.warning(
                .unverifiedEmail,
                "rules of \(provider.owner) look at e-mail addresses, and none comes without the scope '\(scope)'",
                remedy: field.add(scope, words: "add \(scope) to 'scopes'"))
        }
        if !settings.admission.organizations.isEmpty, provider.claims.organization == nil,
            lacks(preset.organizationScopes), let scope = preset.organizationScopes.first
        {
            field.error(
                .invalidValue,
                "\(provider.owner) tells no organisation without the scope '\(scope)', and 'allow' lists some",
                remedy: field.add(scope, words: "add \(scope) to 'scopes'"))
        }
    }
}

/// What a rule looks at stands in a claim that is known.
func checkRulesHaveClaims(_ facts: ManifestFacts, _ findings: Findings) {
    for provider in facts.upstreams {
        guard let settings = provider.settings else { continue }
        let rules = settings.admission
        func missing(_ words: String, _ field: Field?, _ hint: String) {
            findings.error(
                .missingKey, "no claim of \(provider.owner) says \(words)",
                at: field?.span ?? provider.nameSpan, hint: hint)
        }
        if settings.claims.groups == nil,
            !rules.groups.isEmpty || rules.ceilings.contains(where: { !$0.groups.isEmpty })
        {
            missing(
                "which groups somebody is in",
                rules.groups.isEmpty ? provider.field("grants") : provider.field("allow", "groups"),
                "name it: claims: { groups: \"https://app.example.com/groups\" }")
        }
        if settings.claims.organization == nil, !rules.organizations.isEmpty {
            missing(
                "of which organisation somebody is", provider.field("allow", "organizations"),
                "name it: claims: { organization: org_id }")
        }
        if rules.looksAtEmails, settings.kind == .oauth2, provider.claims.verification == nil {
            findings.warning(
                .unverifiedEmail,
                "rules of \(provider.owner) look at e-mail addresses, and nothing says which are verified",
                at: (provider.field("allow") ?? provider.field("grants"))?.keySpan ?? provider.nameSpan,
                hint:
                    "name the claim that says so under claims.email_verified; true there, if the provider vouches for each"
            )
        }
    }
}

/// A provider for everybody tells who somebody is, and not that they belong here.
func checkProvidersForEverybodyHaveRules(_ facts: ManifestFacts, _ findings: Findings) {
    for provider in facts.upstreams {
        guard let settings = provider.settings else { continue }
        if case .discovered(let discovered) = settings.endpoints, discovered.issuerRule == .tenant {
            if settings.admission.organizations.isEmpty {
                findings.error(
                    .missingKey,
                    "\(provider.owner) is every tenant's, and 'allow' names none that may sign in",
                    at: (provider.field("tenant") ?? provider.field("issuer"))?.span ?? provider.nameSpan,
                    hint:
                        "list their ids: allow: { organizations: [11111111-2222-4333-8444-555555555555] }; or write one under 'tenant'"
                )
            }
            continue
        }
        guard facts.isPublic, settings.isForEverybody, settings.admission == AdmissionRules() else {
            continue
        }
        findings.warning(
            .openUpstream, "anybody who has an account at \(settings.title) can sign in",
            at: provider.nameSpan,
            hint:
                "say who may under 'allow'; if it is meant so, what they may do under 'grants': [{ scopes: [mcp] }]"
        )
    }
}

/// What follows from a provider is at its place, and no route of the file.
func checkCallbacksAreFree(_ facts: ManifestFacts, _ findings: Findings) {
    guard facts.active(.authorize) != nil else { return }
    let taken = facts.active.flatMap { route in route.paths.map { (route, $0) } }
    for provider in facts.upstreams where provider.settings != nil {
        guard let path = provider.callbackPath, let (_, entry) = taken.first(where: { $0.1.value == path })
        else { continue }
        findings.error(
            .duplicatePath, "path '\(path)' belongs to \(provider.owner): its people come back there",
            at: entry.field.span,
            remedy: entry.field.keySpan == nil
                ? entry.field.remove() : Remedy("give the route a path of its own"),
            related: Finding.Related(message: "it follows from this", span: provider.nameSpan))
    }
}

extension AdmissionRules {
    fileprivate var looksAtEmails: Bool {
        !domains.isEmpty || !emails.isEmpty
            || ceilings.contains { !$0.domains.isEmpty || !$0.emails.isEmpty }
    }
}

extension ProviderSettings {
    /// It is one for the whole world.
    fileprivate var isForEverybody: Bool {
        switch kind {
        case .google, .github: true
        case .entra:
            if case .discovered(let provider) = endpoints {
                provider.issuer.contains(EntraTenants.consumers)
            } else {
                false
            }
        case .oidc, .oauth2, .auth0, .okta, .keycloak: false
        }
    }
}
