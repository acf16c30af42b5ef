import OAuthModel
import RouteManifest
import StrictYAML
import Web

extension Rule {
    /// Where people sign in.
    static let providers: [Rule] = [
        .presence(
            "provider", of: "upstreams", entries, key: name, shown: { "\($0.title) (\($0.kind.rawValue))" },
            added: { [.people("can sign in at \($0.title)")] },
            removed: { [.people("can't sign in at \($0.title) any more; logins that are there go on")] }),
        .provider(
            "kind", \.kind.rawValue, shown: { $0 },
            effects: { name, _, new in [.operators("upstream \(name) is taken for one of kind \(new)")] }),
        .provider(
            "title", \.title, shown: { $0 },
            effects: { _, old, new in [.people("where they choose, \(old) is called \(new)")] }),
        .provider(
            "issuer", \.endpoints.cell, shown: { $0 },
            effects: { name, _, new in
                [
                    .people("sign in at \(new)"),
                    .operators(
                        "whoever has the same subject there is taken for the person that \(name) named before"
                    ),
                ]
            }),
        .provider(
            "client_id", \.clientID, shown: { $0 },
            effects: { name, _, new in [.operators("this server is \(new) at upstream \(name)")] }),
        .provider(
            "client_secret", \.secret, shown: { $0.map { "\($0)" } },
            effects: { name, _, new in
                [
                    .operators(
                        new == nil
                            ? "this server shows no secret to upstream \(name) any more"
                            : "upstream \(name) has to know the new secret, else nobody can sign in there")
                ]
            }),
        .provider(
            "token_endpoint_auth_method", \.authentication.rawValue, shown: { $0 },
            effects: { name, _, new in [.operators("this server proves itself to upstream \(name) by \(new)")]
            }
        ),
        .provider(
            "scopes", \.scopes, shown: \.listed,
            effects: { name, old, new in
                new.filter { !old.contains($0) }.map { .people("are asked by \(name) for \($0), too") }
                    + old.filter { !new.contains($0) }.map {
                        .people("are not asked by \(name) for \($0) any more")
                    }
            }),
        .provider(
            "parameters", { $0.parameters.map { "\($0.name)=\($0.value)" } }, shown: \.listed,
            effects: { name, _, _ in [.people("are sent to upstream \(name) with other parameters")] }),
        .provider(
            "claims", { $0.claims }, shown: \.cell,
            effects: { name, old, new in
                old.subject == new.subject
                    ? [.people("of upstream \(name) are looked at by other claims, from the next login on")]
                    : [
                        .people("of upstream \(name) are other people than before: `sub` is made otherwise"),
                        .resourceServers("see another sub for the people of upstream \(name)"),
                    ]
            }),
        .provider(
            "allow", { $0.admission.lists }, shown: \.listed,
            effects: { name, old, new in
                [
                    .people(
                        new.isEmpty
                            ? "whoever upstream \(name) knows is let in"
                            : "of upstream \(name) are let in by \(new.enumerated), from the next login on")
                ]
            }),
        .provider(
            "grants", { $0.admission.ceilings.map(\.cell) },
            shown: { $0.isEmpty ? "whatever is asked for" : $0.listed },
            effects: { name, _, new in
                [
                    .people(
                        new.isEmpty
                            ? "of upstream \(name) may give whatever a client asks for"
                            : "of upstream \(name) may give \(new.joined(separator: "; ")), from the next consent on"
                    )
                ]
            }),
        .provider(
            "contact", \.contact, shown: { $0 },
            effects: { _, _, new in [.people("who are not let in are told to ask \(new ?? "nobody")")] }),
        .provider(
            "on_refresh", \.refreshing, shown: \.cell,
            effects: { name, old, new in
                switch new {
                case .none: [.operators("tokens of upstream \(name) are forgotten after the login")]
                case .kept: [.operators("tokens of upstream \(name) are kept with the grant, and never used")]
                case .checked(let grace):
                    [
                        .clients(
                            "a refresh asks upstream \(name) whether the login still holds; while that is away it goes on for \(DurationText.render(grace))"
                        ),
                        .people("whose login upstream \(name) has ended have to sign in again"),
                    ]
                }
            }),
        .provider(
            "ca_file", \.authorities, shown: { $0?.path },
            effects: { name, _, new in
                [
                    .operators(
                        new == nil
                            ? "upstream \(name) is believed by authorities of the system alone"
                            : "upstream \(name) is believed by the authorities of \(new?.path ?? "") as well")
                ]
            }),
        .provider(
            "addresses", { $0.networks.map(\.description) }, shown: \.listed,
            effects: { name, _, new in
                [
                    .operators(
                        new.isEmpty
                            ? "upstream \(name) is asked at public addresses alone"
                            : "upstream \(name) may be asked in \(new.enumerated) as well")
                ]
            }),
    ]

    private static let entries: @Sendable (Side) -> [ProviderSettings] = { $0.manifest.upstreams }
    private static let name: @Sendable (ProviderSettings) -> String = { $0.name.rawValue }

    private static func provider<Value: Equatable & Sendable>(
        _ member: String, _ value: @escaping @Sendable (ProviderSettings) -> Value,
        shown: @escaping @Sendable (Value) -> String?,
        effects: @escaping @Sendable (_ name: String, _ old: Value, _ new: Value) -> [Effect]
    ) -> Rule {
        .entry(
            "provider-" + String(member.map { $0 == "_" ? "-" : $0 }), of: "upstreams", entries, key: name,
            member: member, value, shown: shown, effects: effects)
    }
}

extension ProviderEndpoints {
    fileprivate var cell: String {
        switch self {
        case .discovered(let provider): provider.issuer
        case .written(let provider): "\(provider.authorization), \(provider.token), \(provider.userinfo)"
        }
    }
}

extension ClaimRules {
    fileprivate var cell: String {
        let email =
            switch self.email {
            case .verified(let claim, let verification): "\(claim) by \(verification)"
            case .listed(let claim): "one of \(claim)"
            case .trusted(let claim): "\(claim), vouched for"
            }
        let subject =
            switch self.subject {
            case .own(let claims): claims.map(\.description).joined(separator: " and ")
            case .mapped(let claim): "\(claim) alone"
            }
        return [
            "sub: \(subject)", "name: \(name.map(\.description).joined(separator: " or "))",
            "email: \(email)",
            groups.map { "groups: \($0)" }, organization.map { "organization: \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
    }
}

extension AdmissionRules {
    fileprivate var lists: [String] {
        Self.words([
            ("domain", domains), ("address", emails), ("group", groups), ("subject", subjects),
            ("organization", organizations),
        ])
    }

    fileprivate static func words(_ lists: [(String, [String])]) -> [String] {
        lists.flatMap { name, entries in entries.map { "\(name) \($0)" } }
    }
}

extension ScopeCeiling {
    fileprivate var cell: String {
        let who = AdmissionRules.words([
            ("domain", domains), ("address", emails), ("group", groups), ("subject", subjects),
        ])
        return "\(scope.tokens.map(\.rawValue).enumerated) (\(who.listed ?? "everybody"))"
    }
}

extension UpstreamRefreshing {
    fileprivate var cell: String {
        switch self {
        case .none: "tokens are forgotten"
        case .kept: "tokens are kept"
        case .checked(let grace): "check, \(DurationText.render(grace)) of grace"
        }
    }
}
