import Diagnostics
import OAuthModel
import StrictYAML
import YAML

/// What the keys of a provider mean together, and with what is known of its kind.
extension ProviderDraft {
    mutating func finish(_ reader: MappingReader) {
        self.reader = reader
        guard let kind else { return }
        let preset = kind.preset
        checkIssuerKeys(preset, reader)
        checkEndpointKeys(preset, reader)
        checkTokensAreKept(reader)
        let secret = readSecret(reader)
        guard isOn, let clientID, let endpoints = endpoints(preset) else { return }
        settings = ProviderSettings(
            name: name, kind: kind, title: title ?? preset.title ?? name.rawValue, endpoints: endpoints,
            clientID: clientID, secret: secret, authentication: authentication,
            scopes: effectiveScopes(preset), parameters: effectiveParameters(preset),
            claims: claimRules(preset, kind), admission: allow, contact: contact, refreshing: refreshing,
            authorities: authorities, networks: networks)
    }

    private var authentication: ProviderAuthentication { method ?? .basic }

    private var refreshing: UpstreamRefreshing {
        switch (keepsTokens, onRefresh) {
        case (false, _): .none
        case (true, .ignore): .kept
        case (true, .check): .checked(grace: grace)
        }
    }
}

extension ProviderDraft {
    /// All that is asked for at a login.
    private func effectiveScopes(_ preset: UpstreamPreset) -> [String] {
        if let scopes { return scopes }
        let further =
            (allow.organizations.isEmpty ? [] : preset.organizationScopes)
            + (keepsTokens ? preset.keptScopes : [])
        return preset.scopes + further
    }

    /// Those of the entry go before those of its kind.
    private func effectiveParameters(_ preset: UpstreamPreset) -> [AuthorizationParameter] {
        let own = Set(parameters.map(\.name))
        return parameters + (keepsTokens ? preset.keptParameters.filter { !own.contains($0.name) } : [])
    }

    private func claimRules(_ preset: UpstreamPreset, _ kind: ProviderKind) -> ClaimRules {
        var rules = preset.claims
        if let subject = claims.subject {
            rules.subject = kind == .oauth2 ? .own([subject]) : .mapped(subject)
        }
        if let name = claims.name { rules.name = [name] }
        rules.email = emailRule(rules.email)
        rules.groups = claims.groups ?? rules.groups
        rules.organization = claims.organization ?? rules.organization
        return rules
    }

    private func emailRule(_ standing: ClaimRules.EmailRule) -> ClaimRules.EmailRule {
        let plain = ClaimPath("email")
        switch (standing, claims.verification) {
        case (.listed(let list), nil): return .listed(claims.email ?? list)
        case (.listed, .always?): return .trusted(claims.email ?? plain)
        case (.listed, .claim(let claim)?): return .verified(claims.email ?? plain, by: claim)
        case (.verified(let email, let standing), nil): return .verified(claims.email ?? email, by: standing)
        case (.verified(let email, _), .always?): return .trusted(claims.email ?? email)
        case (.verified(let email, _), .claim(let claim)?): return .verified(claims.email ?? email, by: claim)
        case (.trusted(let email), nil), (.trusted(let email), .always?):
            return .trusted(claims.email ?? email)
        case (.trusted(let email), .claim(let claim)?): return .verified(claims.email ?? email, by: claim)
        }
    }

    /// Nil where something is missing, which has been reported.
    private func endpoints(_ preset: UpstreamPreset) -> ProviderEndpoints? {
        func discovered(_ issuer: String) -> ProviderEndpoints {
            .discovered(
                DiscoveredProvider(
                    issuer: issuer,
                    issuerRule: EntraTenants.areMany(in: issuer) && kind == .entra ? .tenant : .exact,
                    asksUserinfo: preset.asksUserinfo))
        }
        switch preset.endpoints {
        case .issuer(let issuer): return discovered(issuer)
        case .discovered(let keys, let template):
            if let issuer { return discovered(issuer) }
            var made = template
            for key in keys {
                guard let value = value(of: key) else { return nil }
                made = made.replacing("{\(key)}", with: value)
            }
            return keys.isEmpty ? nil : discovered(made)
        case .known(var provider, let further):
            let scopes = effectiveScopes(preset)
            provider.further = further.filter { $0.scopes.contains(where: scopes.contains) }.map(\.claims)
            return .written(provider)
        case .written: return endpoints.written.map(ProviderEndpoints.written)
        }
    }

    /// Of a key that an issuer is made of.
    private func value(of key: String) -> String? {
        switch key {
        case "tenant": tenant == EntraTenants.words[2] ? EntraTenants.consumers : tenant
        case "domain": domain
        case "url": url
        case "realm": realm
        default: nil
        }
    }
}

extension ProviderDraft {
    /// Every key that the issuer of some kind is made of.
    static let issuerKeys = ["tenant", "domain", "url", "realm"]
    static let endpointKeys = ["authorization", "token", "userinfo"]

    private func checkIssuerKeys(_ preset: UpstreamPreset, _ reader: MappingReader) {
        guard let kind else { return }
        let keys = preset.issuerKeys
        for key in Self.issuerKeys where !keys.contains(key) {
            reader.field(key)?.isUseless("\(kind.rawValue) has no '\(key)'")
        }
        if !preset.takesIssuer {
            reader.field("issuer")?.isUseless(
                preset.takesEndpoints
                    ? "\(kind.rawValue) has no issuer, only 'endpoints'"
                    : "\(kind.rawValue) has one issuer, which is known")
        }
        guard preset.takesIssuer, !reader.isMisspelt(keys + ["issuer"]) else { return }
        let written = keys.filter { reader.field($0) != nil }
        if reader.field("issuer") != nil {
            for key in written {
                reader.field(key)?.error(
                    .conflictingKeys, "\(owner) has its issuer written, of which '\(key)' is a part",
                    remedy: reader.field(key)?.remove(called: key).or("remove issuer"),
                    at: reader.field(key)?.keySpan)
            }
        } else {
            for key in keys.isEmpty ? ["issuer"] : keys where !written.contains(key) {
                reader.decoding.findings.error(
                    .missingKey, "\(owner) needs '\(key)'", at: reader.span(of: "kind"),
                    hint: keys.isEmpty
                        ? "the provider's name, such as https://login.example.com; its document lies below that, at /.well-known/openid-configuration"
                        : "\(kind.rawValue) is found by \(keys.joined(separator: " and ")); or by 'issuer', where that is another one"
                )
            }
        }
    }

    private func checkEndpointKeys(_ preset: UpstreamPreset, _ reader: MappingReader) {
        guard let kind else { return }
        let field = reader.field("endpoints")
        guard preset.takesEndpoints else {
            field?.isUseless("\(kind.rawValue) says by itself where it is asked: 'endpoints' are for oauth2")
            return
        }
        guard !reader.isMisspelt(["endpoints"]) else { return }
        let inner = field.flatMap { field -> MappingReader? in
            guard case .mapping = field.node.content else { return nil }
            return field.mapping(such: "")
        }
        // What is there and can't be read has been told of.
        guard field == nil || inner != nil else { return }
        for key in Self.endpointKeys where inner?.field(key) == nil && inner?.isMisspelt([key]) != true {
            reader.decoding.findings.error(
                .missingKey, "\(owner) needs '\(key)' under 'endpoints'",
                at: field?.keySpan ?? reader.span(of: "kind"),
                hint:
                    "oauth2 has no document that says where it is asked; authorization, token and userinfo are written"
            )
        }
    }

    private func checkTokensAreKept(_ reader: MappingReader) {
        if onRefresh == .check, !keepsTokens, let field = reader.field("on_refresh"),
            !reader.isMisspelt(["keep_tokens"])
        {
            field.error(
                .conflictingKeys, "\(owner) can't be asked at a refresh: its refresh token is not kept",
                remedy: reader.state("keep_tokens", "true").or("write on_refresh: ignore"))
        }
        if onRefresh != .check, let field = reader.field("upstream_grace"), !reader.isMisspelt(["on_refresh"])
        {
            field.isUseless("without on_refresh: check nobody asks \(owner) again")
        }
    }

    /// Nil where there is none, and of one that is off: on another machine its file need not be there.
    private func readSecret(_ reader: MappingReader) -> SecretText? {
        let names = ["client_secret", "client_secret_file"]
        guard !reader.isMisspelt(names + ["token_endpoint_auth_method"]) else { return nil }
        if method == ProviderAuthentication.none {
            if let span = secret.span {
                reader.decoding.findings.error(
                    .conflictingKeys,
                    "\(owner) has a secret, but its method 'none' never shows it", at: span,
                    remedy: reader.field("token_endpoint_auth_method")?.remove(
                        called: "token_endpoint_auth_method"
                    ).or("remove the secret"))
            }
            return nil
        }
        guard secret.isGiven else {
            reader.decoding.findings.error(
                .missingKey, "\(owner) needs 'client_secret' or 'client_secret_file'",
                at: reader.span(of: "client_id", "kind"),
                hint:
                    "name a file under 'client_secret_file'; for a client without a secret, token_endpoint_auth_method is none"
            )
            return nil
        }
        guard isOn else {
            // Its variable need not be set either, but a text it has to be.
            for field in [secret.inline, secret.file].compactMap(\.self) where field.filled == nil {
                _ = field.text()
            }
            return nil
        }
        return secret.proof(atLeast: 1, for: owner)
    }
}
