import ManifestCases
import OAuthModel
import RouteManifest
import Support
import Testing

/// What the manifest makes of an entry and of what is known of its kind.
@Suite("providers of the manifest")
struct ProviderSettingsTests {
    private static let manifest = ManifestCase.golden["providers"].flatMap {
        ManifestCase($0.input).load().manifest
    }

    private static func provider(_ name: String) throws -> ProviderSettings {
        let manifest = try #require(manifest)
        return try #require(manifest.upstreams.first { $0.name.rawValue == name })
    }

    private static func made(_ line: String) throws -> ProviderSettings {
        let text = """
            version: 1
            upstreams: { one: { \(line), client_id: abc, token_endpoint_auth_method: none } }
            routes: { health: { path: /health, handler: health } }
            """
        return try #require(ManifestCase(text).load().manifest?.upstreams.first, "\(line)")
    }

    private static func issuer(_ settings: ProviderSettings) throws -> String {
        guard case .discovered(let provider) = settings.endpoints else { return "" }
        return provider.issuer
    }

    @Test("each kind has a preset that the golden case has an entry of")
    func kinds() throws {
        #expect(try Set(#require(Self.manifest).upstreams.map(\.kind)) == Set(ProviderKind.allCases))
    }

    @Test("an issuer is made of what the kind asks for, and of Auth0 it ends with a slash")
    func issuers() throws {
        #expect(try Self.issuer(Self.provider("google")) == "https://accounts.google.com")
        #expect(
            try Self.issuer(Self.provider("microsoft"))
                == "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0")
        #expect(try Self.issuer(Self.provider("auth0")) == "https://example.us.auth0.com/")
        #expect(try Self.issuer(Self.provider("okta")) == "https://example.okta.com/oauth2/default")
        #expect(try Self.issuer(Self.provider("sso")) == "https://sso.example.com/realms/example")
        #expect(
            try Self.issuer(Self.made("kind: okta, domain: example.okta.com")) == "https://example.okta.com")
        #expect(
            try Self.issuer(Self.made("kind: entra, tenant: consumers"))
                == "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0")
    }

    @Test("a document of many tenants has a template for an issuer, that of one tenant has not")
    func tenants() throws {
        func rule(_ line: String) throws -> DiscoveredProvider.IssuerRule? {
            guard case .discovered(let provider) = try Self.made(line).endpoints else { return nil }
            return provider.issuerRule
        }
        let allow = "allow: { organizations: [11111111-2222-4333-8444-555555555555] }"
        #expect(try rule("kind: entra, tenant: common, \(allow)") == .tenant)
        #expect(try rule("kind: entra, tenant: organizations, \(allow)") == .tenant)
        #expect(try rule("kind: entra, tenant: consumers") == .exact)
        #expect(try rule("kind: entra, tenant: 11111111-2222-4333-8444-555555555555") == .exact)
        #expect(try rule("kind: oidc, issuer: \"https://login.example.com/common/v2.0\"") == .exact)
    }

    @Test("tokens that are kept are asked for in the way of the kind")
    func kept() throws {
        let entra = try Self.provider("microsoft")
        #expect(entra.scopes == ["openid", "profile", "email", "offline_access"])
        #expect(entra.refreshing == .checked(grace: .seconds(1800)))
        let google = try Self.made("kind: google, keep_tokens: true, parameters: { prompt: select_account }")
        #expect(google.scopes == ["openid", "profile", "email"])
        #expect(google.refreshing == .kept)
        #expect(
            google.parameters.map { "\($0.name)=\($0.value)" } == [
                "prompt=select_account", "access_type=offline",
            ])
        #expect(try Self.provider("google").parameters.map(\.name) == ["hd"])
    }

    @Test("what is listed at GitHub is fetched only with the scope that it needs")
    func further() throws {
        func further(_ settings: ProviderSettings) -> [String] {
            if case .written(let provider) = settings.endpoints { provider.further.map(\.name) } else { [] }
        }
        #expect(try further(Self.provider("git-hub")) == ["emails", "orgs"])
        #expect(try Self.provider("git-hub").scopes == ["read:user", "user:email", "read:org"])
        #expect(try further(Self.made("kind: github")) == ["emails"])
        #expect(try further(Self.made("kind: github, scopes: [\"read:user\"]")) == [])
    }

    @Test("sub is the provider's own, unless a claim is mapped; OAuth 2 has its own where the manifest says")
    func subjects() throws {
        #expect(try Self.provider("corp").claims.subject == .own([ClaimPath("sub")]))
        #expect(try Self.provider("microsoft").claims.subject == .own([ClaimPath("tid"), ClaimPath("oid")]))
        #expect(try Self.provider("git-hub").claims.subject == .own([ClaimPath("id")]))
        #expect(try Self.provider("plain").claims.subject == .own([ClaimPath("id")]))
        #expect(
            try Self.made("kind: google, claims: { sub: email }").claims.subject
                == .mapped(ClaimPath("email")))
    }

    @Test("an address counts by a claim, or the provider vouches for each")
    func addresses() throws {
        #expect(
            try Self.provider("corp").claims.email
                == .verified(ClaimPath("email"), by: ClaimPath("email_verified")))
        #expect(
            try Self.provider("microsoft").claims.email
                == .verified(ClaimPath("email"), by: ClaimPath("xms_edov")))
        #expect(try Self.provider("git-hub").claims.email == .listed(ClaimPath("emails")))
        #expect(try Self.provider("plain").claims.email == .trusted(ClaimPath("email")))
        #expect(
            try Self.made("kind: google, claims: { email: mail, email_verified: [mail_is, mine] }").claims
                .email == .verified(ClaimPath("mail"), by: #require(ClaimPath(["mail_is", "mine"]))))
    }

    @Test("a claim is a name whatever is in it, or a list that leads into objects")
    func claims() throws {
        #expect(try Self.provider("auth0").claims.groups?.names == ["https://app.example.com/groups"])
        #expect(try Self.provider("sso").claims.groups?.names == ["realm_access", "roles"])
    }

    @Test("without authorize nobody comes back, and there is no callback")
    func callbacks() throws {
        let manifest = try #require(Self.manifest)
        #expect(manifest.upstreams.count == 8)
        #expect(manifest.callbacks.isEmpty)
    }
}
