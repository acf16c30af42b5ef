import Diagnostics
import OAuthModel
import StrictYAML
import YAML

extension KeyList<ProviderDraft> {
    static let provider = KeyList(
        "a provider",
        example:
            "{ kind: oidc, issuer: \"https://login.example.com\", client_id: mcp-auth, client_secret_file: corp.secret }",
        for: "the login at a provider", untouched: ProviderDraft.blank
    ) {
        Key(
            "kind", .choice(called: "kind of provider"), \.kind, example: "oidc",
            """
            oidc: any OpenID provider, by discovery. oauth2: one without OpenID Connect, by its `endpoints`. The others are known: what each does \
            in its own way need not be written. What each of them needs, and what it asks for, is in a table at the end of docs/manifest.md.
            """
        ).required("oidc for any OpenID provider, or one of those that are known, such as google").first()
        Key(
            "title", .line(atMost: 100), \.title, example: "Example Corp",
            standing: "what the kind is called, else the name of the entry",
            "What it is called where people choose between several.")
        Key(
            "issuer", .issuerOfProvider, \.issuer, example: "https://login.example.com",
            standing: "what the kind makes of `tenant`, `domain`, or `url` and `realm`",
            """
            The provider's name, letter for letter as its document at /.well-known/openid-configuration has it, with a slash at the end or \
            without. Plain http is for this machine and for development_hosts.
            """)
        Key(
            "tenant", .tenant, \.tenant, example: "11111111-2222-4333-8444-555555555555",
            standing: "none, entra needs it",
            """
            entra: the id of the tenant. organizations: every tenant, common: personal accounts as well; the tenants that are let in are \
            listed then, under allow.organizations. consumers: personal accounts alone.
            """)
        Key(
            "domain", .hostOfProvider, \.domain, example: "example.okta.com",
            standing: "none, auth0 and okta need it",
            "auth0, okta: the host that the tenant or organisation has.")
        Key(
            "url", .baseOfProvider, \.url, example: "https://sso.example.com",
            standing: "none, keycloak needs it",
            "keycloak: where it is reached, before /realms; older ones have /auth there.")
        Key(
            "realm", .realm, \.realm, example: "example", standing: "none, keycloak needs it",
            "keycloak: which realm.")
        Key(
            "endpoints", .providerEndpoints, \.endpoints,
            "oauth2: where the provider is asked, since no document says.")
        Key(
            "client_id", .line(atMost: 500), \.clientID, example: "mcp-auth",
            "What the provider calls this server, which is a client there."
        ).required("what the provider calls this server, which is a client there")
        Key.secret(
            .clientSecret, \.secret, standing: "none: only with token_endpoint_auth_method none",
            "What this server proves itself by at the provider.")
        Key(
            "token_endpoint_auth_method", .choice(), \.method, example: "client_secret_post",
            standing: "client_secret_basic; without a secret it has to be said",
            "How this server shows its secret there; none: it has none.")
        Key(
            "scopes", .list(.providerScope), \.scopes, example: "[openid, profile, email, groups]",
            standing: "what the kind asks for, and what its rules and `keep_tokens` need",
            "What is asked for at each login there. Written, it is all that is asked for.")
        Key(
            "parameters", .authorizationParameters, \.parameters, example: "{ hd: example.com }",
            standing: "what the kind needs for `keep_tokens`",
            "Further parameters of the request that the browser takes there. Those of OAuth are not for the manifest to set."
        )
        Key(
            "claims", .providerClaims, \.claims,
            "Where that stands which rules look at: a claim, or a list of names that leads into objects.")
        Key(
            "allow", .admission, \.allow,
            """
            Who may sign in; without it everybody whom the provider knows. One of the lists has to fit; `organizations` has to in any case.
            """)
        Key(
            "grants", .ceilings, \.allow.ceilings, example: "[{ groups: [staff], scopes: [mcp] }]",
            standing: "whatever the client asks for",
            """
            What people may give to clients at the most, by who they are: all that fit are added up, and an entry without a list is for \
            everybody. Whoever fits none can't sign in.
            """)
        Key(
            "contact", .line(), \.contact, example: "help@example.com", standing: "none",
            "Whom somebody may ask who is not let in: an address, or a sentence.")
        Key(
            "keep_tokens", .boolean, \.keepsTokens, example: "true",
            """
            The provider's tokens are kept with the grant, sealed, as long as that lives; else they are forgotten once the login is over.
            """)
        Key(
            "on_refresh", .choice(), \.onRefresh, example: "check",
            """
            check: with each refresh of a grant the provider is asked whether the login still holds, and where it says no the grant ends. \
            That needs its refresh token, and so keep_tokens.
            """)
        Key(
            "upstream_grace", graces.shape, example: "1h", standing: "1h",
            """
            With `on_refresh: check`: how long a grant goes on that the provider confirmed, while the provider can't be reached; then 503.
            """,
            text: { $0.onRefresh == .check ? graces.text($0.grace) : nil },
            accept: { field, draft, _ in draft.grace = field.flatMap(graces.read) ?? draft.grace })
        Key(
            "ca_file", .authorities, \.authorities, example: "company-ca.pem", standing: "none",
            "Certificates of authorities in PEM, which are believed beside those that the system trusts when the provider is asked."
        )
        Key(
            "addresses", .list(.network, isToldEmpty: false), \.networks, example: "[10.0.0.0/8]",
            standing: "public addresses; and this machine, where the entry itself leads there",
            "Networks in which what the provider names may be, besides public addresses: of one in your own network."
        )
        Key(
            "enabled", .boolean, \.isEnabled, example: "false", "Off, it is as if it was not there."
        )
        Key(
            "profiles", .profiles, \.profiles, example: "[production]", standing: "every profile",
            "The profiles in which it is on.")
    } together: { provider, reader in
        provider.finish(reader)
    }

    private static let graces = ValueType<Duration>.duration(.zero ... .seconds(30 * 86_400))
}

extension Decoding {
    /// Section `upstreams`.
    func providers(_ field: Field?, profile: ProfileName) -> [ProviderDraft] {
        let example = KeyList<ProviderDraft>.provider.example
        guard let reader = field?.mapping(such: "{ corp: \(example) }") else { return [] }
        return reader.all().compactMap { entry, field in
            guard let name = UpstreamName(rawValue: entry.key), name != .fake else {
                field.error(
                    .invalidValue, "\(quoted(entry.key)) is not a name for a provider",
                    hint: entry.key == UpstreamName.fake.rawValue
                        ? "the fake login is called so, and stands under 'upstream'" : UpstreamName.alphabet,
                    at: entry.keySpan)
                return nil
            }
            return KeyList<ProviderDraft>.provider.read(
                field, called: "upstream '\(name)'",
                ProviderDraft(name: name, nameSpan: entry.keySpan, profile: profile)
            ) { provider, _ in provider }
        }
    }
}
