import JOSE
import JSON
import OAuthCore
import OAuthModel
import Providers
import Support
import Testing
import Upstreams
import Web
import WireText

@Suite(
    "what real providers put on the wire",
    .enabled(if: RecordedProvider.folder != nil, Comment(rawValue: RecordedProvider.missing)))
struct RecordedShapeTests {
    /// In the middle of the life of the recorded ID tokens.
    private let clock = MovableClock(at: Timestamp(seconds: 1_767_225_700))

    /// One of OpenID Connect, and what of its recording is used.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// What a manifest says of it.
        let line: String
        let issuer: String
        var rule = DiscoveredProvider.IssuerRule.exact
        /// Paths into the file, each with what its source is recognised by.
        let discovery: (path: [String], source: String)
        let claims: (path: [String], source: String)
        let tokens: String
        var userinfo: String?

        var testDescription: String { "\(name) \(claims.path.joined(separator: "."))" }
    }

    static let cases = [
        Case(
            name: "google", line: "kind: google",
            issuer: "https://accounts.google.com",
            discovery: (["discovery"], "discovery: "), claims: (["id_token_claims"], "id_token_claims"),
            tokens: "token_success", userinfo: nil),
        Case(
            name: "google", line: "kind: google",
            issuer: "https://accounts.google.com",
            discovery: (["discovery"], "discovery: "),
            claims: (["id_token_claims_variants", "consumer_account_no_hd"], "id_token_claims"),
            tokens: "token_success", userinfo: nil),
        Case(
            name: "entra", line: "kind: entra, tenant: 11111111-2222-4333-8444-555555555555",
            issuer: "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0",
            discovery: (["discovery", "tenant"], "discovery.tenant"),
            claims: (["id_token_claims"], "claims: "),
            tokens: "token_success", userinfo: "userinfo: "),
        Case(
            name: "entra",
            line:
                "kind: entra, tenant: common, allow: { organizations: [11111111-2222-4333-8444-555555555555] }",
            issuer: "https://login.microsoftonline.com/common/v2.0", rule: .tenant,
            discovery: (["discovery", "common"], "discovery.common"),
            claims: (["id_token_claims"], "claims: "),
            tokens: "token_success", userinfo: "userinfo: "),
        Case(
            name: "entra",
            line:
                "kind: entra, tenant: common, allow: { organizations: [9188040d-6c67-4c5b-b112-36a304b66dad] }",
            issuer: "https://login.microsoftonline.com/common/v2.0", rule: .tenant,
            discovery: (["discovery", "common"], "discovery.common"),
            claims: (["id_token_claims_variants", "personal_account"], "claims: "), tokens: "token_success",
            userinfo: "userinfo: "),
        Case(
            name: "auth0", line: "kind: auth0, domain: example.us.auth0.com",
            issuer: "https://example.us.auth0.com/", discovery: (["discovery"], "discovery: "),
            claims: (["id_token_claims"], "custom claims"), tokens: "token and redirect samples",
            userinfo: nil),
        Case(
            name: "okta",
            line: "kind: okta, issuer: \"https://example.okta.com/oauth2/ausmadeup00000000001\"",
            issuer: "https://example.okta.com/oauth2/ausmadeup00000000001",
            discovery: (["discovery"], "discovery and headers"),
            claims: (["id_token_claims"], "everything documented"), tokens: "everything documented",
            userinfo: "everything documented"),
        Case(
            name: "keycloak", line: "kind: keycloak, url: \"https://sso.example.com\", realm: example",
            issuer: "https://sso.example.com/realms/example",
            discovery: (["discovery"], "discovery: "), claims: (["id_token_claims"], "access token claims"),
            tokens: "token_success", userinfo: "userinfo: "),
    ]

    @Test("a login as it was recorded ends in the claims that were", arguments: cases)
    func login(_ recorded: Case) async throws {
        let file = try RecordedProvider(recorded.name)
        let claims = try file.value(recorded.claims)
        let (wire, login) = try make(recorded, file, claims)
        let address = try await login.begin()
        let endpoint = try file.value(recorded.discovery)["authorization_endpoint"]?.string?.shown ?? "?"
        #expect(address.hasPrefix(endpoint + "?response_type=code&"))
        // Google, Entra and the others advertise S256, or take it unadvertised.
        #expect(address.contains("code_challenge_method=S256"))
        // Entra's redirect was not recorded.
        let query =
            file.file["authorize_success"]?["query"]?.string?.shown ?? "code=madeup%2Fcode&state=STATE"
        _ = try await login.finish(try answer(query)).get()
        let found = try #require(login.identified.all.first)
        for (name, value) in claims.object?.members ?? [] where name != "nonce" {
            #expect(found[name] == value, "\(name)")
        }
        // By the preset's rules it is a person, and in the organization that the entry names.
        let people = Identification(login.provider.settings, others: [.fake], clientIDs: [])
        let person = try people.identify(found, tokens: nil).get()
        #expect(person.owner.subject.rawValue.hasPrefix(recorded.name + ":"))
        // What is percent-encoded in the redirect is decoded once, and sent in full (Google's codes have a slash).
        let code = try #require(RequestParameters(query: query)?["code"])
        #expect(wire.posted.first?.contains("code=" + percentEncoded(code) + "&") == true)
        let tokens = try #require(login.kept.all.first ?? nil)
        #expect(
            WireText(tokens.accessToken.text)
                == (try file.fact("token_success", "access_token", source: recorded.tokens)).string)
    }

    @Test(
        "errors of a token endpoint, as they were recorded, end in their reasons",
        arguments: [
            ("google", "token_errors"), ("entra", "AADSTS"), ("auth0", "403: "), ("okta", "refresh error"),
            ("keycloak", "token errors"),
        ])
    func errors(_ name: String, _ source: String) async throws {
        let file = try RecordedProvider(name)
        let recorded = try #require(Self.cases.first { $0.name == name })
        let (wire, login) = try make(recorded, file, try file.value(recorded.claims))
        _ = try await login.begin()
        let endpoint = try #require(try file.value(recorded.discovery)["token_endpoint"]?.string?.shown)
        let errors = try #require(try file.fact("token_errors", source: source).array)
        #expect(errors.count >= 3)
        // Keycloak's answers name it.
        let iss = name == "keycloak" ? "&iss=" + percentEncoded(recorded.issuer) : ""
        for error in errors {
            // A status that nobody showed is that of RFC 6749 §5.2.
            let status = error["status"]?.integer.map(Int.init) ?? 400
            let body = try #require(error["body"])
            wire.put(.json(body, status: status), at: endpoint)
            let refused = try await refusal(login, "code=made-up-code&state=STATE" + iss)
            let code = body["error"]?.string
            let reason: UpstreamReason =
                code == "invalid_grant"
                ? .upstreamCodeRefused : code == nil ? .tokensMalformed : .tokensRefused
            expect(refused, reason, code?.shown ?? "it has no error")
            // Entra's have line breaks in them, of which none gets through.
            let words = body["error_description"]?.string.map { Fact("error_description", $0) }
            #expect(code == nil || words.map(refused.facts.contains) ?? true)
            #expect(
                refused.facts.allSatisfy { $0.value.utf8.allSatisfy { (0x20...0x7e).contains($0) } })
            // The same at a refresh: only invalid_grant says that the login is over.
            let kept = UpstreamTokens(
                upstream: login.provider.settings.name, accessToken: SecretText(text: "made-up-access"),
                refreshToken: SecretText(text: "made-up-refresh"))
            switch await login.provider.refresh(kept) {
            case .success: Issue.record("\(body)")
            case .failure(.ended): #expect(code == "invalid_grant")
            case .failure(.away): #expect(code != "invalid_grant")
            }
        }
    }

    @Test(
        "a refresh without a new refresh token keeps the old (Google, Auth0)",
        arguments: [
            ("google", "refresh answer"), ("auth0", "token and redirect samples"),
        ])
    func refresh(_ name: String, _ source: String) async throws {
        let file = try RecordedProvider(name)
        let recorded = try #require(Self.cases.first { $0.name == name })
        let (wire, login) = try make(recorded, file, try file.value(recorded.claims))
        let endpoint = try #require(try file.value(recorded.discovery)["token_endpoint"]?.string?.shown)
        let answer = try file.fact("token_refresh_success", source: source)
        #expect(answer["refresh_token"] == nil)
        wire.put(answer, at: endpoint)
        let kept = UpstreamTokens(
            upstream: login.provider.settings.name, accessToken: SecretText(text: "made-up-access"),
            refreshToken: SecretText(text: "r"))
        let newer = try await login.provider.refresh(kept).get()
        #expect(newer.refreshToken == kept.refreshToken)
        #expect(WireText(newer.accessToken.text) == answer["access_token"]?.string)
    }

    private func refusal(
        _ login: TestLogin, _ query: String = "code=made-up-code&state=STATE"
    ) async throws -> OAuthError {
        guard case .failure(let refusal) = await login.finish(try answer(query)) else {
            throw TestFailure("it was taken")
        }
        return refusal.error
    }

    @Test("Google's older issuer, without its scheme, is another's")
    func legacyIssuer() async throws {
        let file = try RecordedProvider("google")
        let recorded = try #require(Self.cases.first { $0.name == "google" })
        let claims = try file.fact(
            "id_token_claims_variants", "legacy_issuer_without_scheme", source: "legacy issuer")
        let (_, login) = try make(recorded, file, claims)
        expect(try await refusal(login), .idTokenIssuer, "accounts.google.com")
    }

    @Test("Keycloak says that its answers name it, so one that doesn't is not its")
    func issuerMissing() async throws {
        let file = try RecordedProvider("keycloak")
        let recorded = try #require(Self.cases.first { $0.name == "keycloak" })
        let (wire, login) = try make(recorded, file, try file.value(recorded.claims))
        expect(try await refusal(login), .answerIssuerMissing, "https://sso.example.com/realms/example")
        // A document of October 2023 lacks the member.
        var older = try #require(try file.value(recorded.discovery).object)
        older["authorization_response_iss_parameter_supported"] = nil
        wire.put(.object(older), at: recorded.issuer + "/.well-known/openid-configuration")
        let fresh = TestLogin(login.provider.settings, wire, clock)
        _ = try await fresh.finish(try answer("code=made-up-code&state=STATE")).get()
    }

    @Test("Auth0's userinfo is of the person whom the ID token names, or of nobody")
    func foreignUserinfo() async throws {
        let file = try RecordedProvider("auth0")
        var recorded = try #require(Self.cases.first { $0.name == "auth0" })
        recorded.userinfo = "userinfo: "
        let (_, login) = try make(recorded, file, try file.value(recorded.claims))
        expect(try await refusal(login), .userinfoForeign, "https://example.us.auth0.com/userinfo")
        let own = try file.fact("id_token_claims_variants", "email_not_verified", source: "custom claims")
        let (_, same) = try make(recorded, file, own)
        _ = try await same.finish(try answer("code=made-up-code&state=STATE")).get()
        #expect(same.identified.all.first?["name"] == "bob@example.com")
    }

    @Test("Entra's issuer is the tenant's, and no other's")
    func foreignTenant() async throws {
        let file = try RecordedProvider("entra")
        let recorded = try #require(Self.cases.first { $0.name == "entra" })
        let claims = try file.fact(
            "id_token_claims_variants", "email_without_edov_foreign_tenant", source: "foreign-tenant")
        let (_, login) = try make(recorded, file, claims)
        expect(try await refusal(login), .idTokenIssuer, "22222222-2222-4333-8444-555555555555")
    }

    @Test("Okta's answer for a server that isn't there is no configuration")
    func unknownServer() async throws {
        let file = try RecordedProvider("okta")
        let recorded = try #require(Self.cases.first { $0.name == "okta" })
        let (wire, login) = try make(recorded, file, try file.value(recorded.claims))
        let errors = try #require(
            try file.fact("discovery_errors", source: "everything documented").array)
        let status = try #require(errors.first?["status"]?.integer.map(Int.init))
        wire.put(
            .json(try #require(errors.first?["body"]), status: status),
            at: recorded.issuer + "/.well-known/openid-configuration")
        expect(try await refusal(login), .discoveryAway, "404")
    }

    private func make(
        _ recorded: Case, _ file: RecordedProvider, _ claims: JSONValue
    ) throws -> (RecordedWire, TestLogin) {
        let wire = RecordedWire()
        let discovery = try file.value(recorded.discovery)
        let issuer = recorded.issuer.hasSuffix("/") ? String(recorded.issuer.dropLast()) : recorded.issuer
        wire.put(discovery, at: issuer + "/.well-known/openid-configuration")
        func address(_ member: String) throws -> String {
            try #require(discovery[member]?.string?.shown, "\(member)")
        }
        // Keycloak's set has a key for encrypting beside the one that signs; Entra's keys have an issuer each.
        var encrypting = RecordedWire.other.json
        encrypting["use"] = "enc"
        encrypting["alg"] = "RSA-OAEP"
        var signing = RecordedWire.key.publicKey.json
        signing["issuer"] = "https://login.microsoftonline.com/{tenantid}/v2.0"
        wire.put(["keys": [.object(encrypting), .object(signing)]], at: try address("jwks_uri"))
        var signed = try #require(claims.object)
        signed["nonce"] = .string(TestLogin.login.nonce)
        var tokens = try #require(try file.fact("token_success", source: recorded.tokens).object)
        tokens["id_token"] = .string(try RecordedWire.key.sign(signed))
        wire.put(.object(tokens), at: try address("token_endpoint"))
        if let source = recorded.userinfo {
            wire.put(try file.fact("userinfo", source: source), at: try address("userinfo_endpoint"))
        }
        let audience = try #require(claims["aud"]?.string?.shown)
        var settings = try presetSettings(recorded.name, recorded.line, clientID: audience)
        #expect(settings.kind.rawValue == recorded.name)
        settings.refreshing = .kept
        guard case .discovered(var discovered) = settings.endpoints else {
            throw TestFailure("\(recorded.name) is not discovered")
        }
        #expect(discovered.issuer == recorded.issuer && discovered.issuerRule == recorded.rule)
        // What is asked there is what was recorded.
        discovered.asksUserinfo = recorded.userinfo != nil
        settings.endpoints = .discovered(discovered)
        return (wire, TestLogin(settings, wire, clock))
    }

    private func answer(_ query: String) throws -> UpstreamAnswer {
        let parameters = try #require(RequestParameters(query: query))
        return try #require(UpstreamAnswer(parameters))
    }
}

extension RecordedProvider {
    fileprivate func value(_ place: (path: [String], source: String)) throws -> JSONValue {
        var value = try fact(place.path[0], source: place.source)
        for name in place.path.dropFirst() { value = value[name] ?? .null }
        return value
    }
}
