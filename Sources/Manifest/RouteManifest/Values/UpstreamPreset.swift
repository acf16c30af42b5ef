package import OAuthModel
import StrictYAML

/// What is known of a kind of provider beforehand: all that it does in its own way, as data. The manifest works it into ``ProviderSettings``,
/// and nobody else asks for it.
package struct UpstreamPreset: Sendable {
    /// For people; nil: the name of the entry.
    package var title: String?
    package var endpoints: Endpoints
    package var scopes = ["openid", "profile", "email"]
    package var claims = ClaimRules()
    /// Asked for as well where rules look at organisations.
    package var organizationScopes: [String] = []
    /// Without one of these it tells no address.
    package var emailScopes = ["email"]
    /// Asked for as well where tokens are kept, without which it gives no refresh token.
    package var keptScopes: [String] = []
    /// Put on the authorization request where tokens are kept.
    package var keptParameters: [AuthorizationParameter] = []
    /// OpenID Connect: what is not in the ID token may be at the userinfo endpoint.
    package var asksUserinfo = false
    /// What of it nobody has shown us, so that no test has it.
    package var untested: String?

    /// Where it is asked.
    package enum Endpoints: Sendable {
        /// One provider for everybody.
        case issuer(String)
        /// Each operator has another one: keys of the entry, and the issuer in which `{key}` is the value of one. `issuer` may be written
        /// instead; with no keys it has to be.
        case discovered(keys: [String], String)
        /// OAuth 2 alone, at addresses that are known.
        case known(WrittenProvider, further: [Further])
        /// OAuth 2 alone, at addresses that the entry writes.
        case written
    }

    /// An array about the person that is fetched only with one of these scopes: without them it would be refused.
    package struct Further: Sendable {
        package let claims: FurtherClaims
        package let scopes: [String]
    }

    /// Keys of an entry that an issuer is made of.
    var issuerKeys: [String] { if case .discovered(let keys, _) = endpoints { keys } else { [] } }

    /// Whether the entry may, or must, write its issuer.
    var takesIssuer: Bool { if case .discovered = endpoints { true } else { false } }

    /// Whether the entry writes where it is asked.
    var takesEndpoints: Bool { if case .written = endpoints { true } else { false } }
}

extension ProviderKind {
    package var preset: UpstreamPreset {
        switch self {
        case .oidc: .oidc
        case .oauth2: .oauth2
        case .google: .google
        case .github: .github
        case .entra: .entra
        case .auth0: .auth0
        case .okta: .okta
        case .keycloak: .keycloak
        }
    }
}

extension UpstreamPreset {
    /// What it asks for beyond OpenID Connect Core is written in the entry. A refresh token comes with offline_access (§11).
    fileprivate static let oidc = UpstreamPreset(
        endpoints: .discovered(keys: [], ""), keptScopes: ["offline_access"], asksUserinfo: true)

    /// Knows no claim by itself: `sub` is where most have it, and an address counts once a claim says so.
    fileprivate static let oauth2 = UpstreamPreset(endpoints: .written, scopes: [], emailScopes: [])

    /// `hd` is there for accounts of an organisation alone, and as a parameter it is a hint. A refresh token comes with access_type=offline,
    /// and to somebody who has consented before only with prompt=consent.
    fileprivate static let google = UpstreamPreset(
        title: "Google", endpoints: .issuer("https://accounts.google.com"),
        claims: ClaimRules(groups: nil, organization: ClaimPath("hd")),
        keptParameters: [
            AuthorizationParameter(name: "access_type", value: "offline"),
            AuthorizationParameter(name: "prompt", value: "consent"),
        ],
        untested: "what its userinfo endpoint answers today; nothing is asked there")

    /// No ID token: who it is stands at /user, whose `id` is a number that stays, unlike `login`. Addresses and organisations stand in
    /// lists of their own, which need a scope each. It sends `iss` without saying so beforehand.
    fileprivate static let github = UpstreamPreset(
        title: "GitHub",
        endpoints: .known(
            WrittenProvider(
                authorization: "https://github.com/login/oauth/authorize",
                token: "https://github.com/login/oauth/access_token",
                userinfo: "https://api.github.com/user", issuer: "https://github.com/login/oauth"),
            further: [
                Further(
                    claims: FurtherClaims(name: "emails", url: "https://api.github.com/user/emails"),
                    scopes: ["user:email", "user"]),
                Further(
                    claims: FurtherClaims(name: "orgs", url: "https://api.github.com/user/orgs"),
                    scopes: ["read:org", "user"]),
            ]),
        scopes: ["read:user", "user:email"],
        claims: ClaimRules(
            subject: .own([ClaimPath("id")]), name: [ClaimPath("name"), ClaimPath("login")],
            email: .listed(ClaimPath("emails")), groups: nil, organization: ClaimPath("orgs")),
        organizationScopes: ["read:org"], emailScopes: ["user:email", "user"],
        untested:
            "refresh tokens, which only a GitHub App with expiring tokens gives out; its answer to a wrong code_verifier; the body of a refusal at /user/orgs"
    )

    /// Somebody is `tid` and `oid`: `sub` is another one for each application, and an address is anybody's unless `xms_edov`, an optional
    /// claim, says that the domain's owner was verified.
    fileprivate static let entra = UpstreamPreset(
        title: "Microsoft",
        endpoints: .discovered(keys: ["tenant"], "https://login.microsoftonline.com/{tenant}/v2.0"),
        claims: ClaimRules(
            subject: .own([ClaimPath("tid"), ClaimPath("oid")]),
            name: [ClaimPath("name"), ClaimPath("preferred_username")],
            email: .verified(ClaimPath("email"), by: ClaimPath("xms_edov")), groups: ClaimPath("groups"),
            organization: ClaimPath("tid")),
        keptScopes: ["offline_access"],
        untested: "whether it sends iss; whether each refresh gives a new refresh token")

    /// Its issuer ends with a slash. Roles and groups come under names that are URLs, of the operator's own.
    fileprivate static let auth0 = UpstreamPreset(
        title: "Auth0", endpoints: .discovered(keys: ["domain"], "https://{domain}/"),
        claims: ClaimRules(groups: nil, organization: ClaimPath("org_id")), keptScopes: ["offline_access"],
        asksUserinfo: true,
        untested: "a recorded ID token (it was put together from documentation); its answer to a wrong code")

    /// The organisation's server; a custom one has its issuer written: https://DOMAIN/oauth2/ID.
    fileprivate static let okta = UpstreamPreset(
        title: "Okta", endpoints: .discovered(keys: ["domain"], "https://{domain}"),
        keptScopes: ["offline_access"], asksUserinfo: true,
        untested: "a recorded groups claim; its answer to a wrong code; whether it sends iss")

    /// Without offline_access a refresh token is as good as the session there, half an hour. Groups need a mapper; roles are in
    /// [realm_access, roles].
    fileprivate static let keycloak = UpstreamPreset(
        title: "Keycloak", endpoints: .discovered(keys: ["url", "realm"], "{url}/realms/{realm}"),
        keptScopes: ["offline_access"], asksUserinfo: true,
        untested:
            "a recorded ID token (it was put together from documentation); whether names of groups begin with a slash"
    )
}

extension ProviderKind {
    /// An entry of this kind, on one line, to be filled in.
    var example: String {
        let examples = KeyList<ProviderDraft>.provider.entries
        func example(_ key: String) -> String? {
            if self == .auth0, key == "domain" { return "domain: example.us.auth0.com" }
            return examples.first { $0.name == key }.map { "\(key): \($0.example)" }
        }
        let keys =
            switch preset.endpoints {
            case .discovered(let keys, _): keys.isEmpty ? ["issuer"] : keys
            case .written: ["endpoints"]
            case .issuer, .known: [String]()
            }
        let parts =
            ["kind: \(rawValue)"] + keys.compactMap(example)
            + ["client_id: mcp-auth", "client_secret_file: \(exampleName).secret"]
        return "{ \(parts.joined(separator: ", ")) }"
    }

    /// What the entry of an example is called.
    var exampleName: String {
        switch self {
        case .oidc, .oauth2: "corp"
        case .google, .github, .entra, .auth0, .okta, .keycloak: rawValue
        }
    }
}
