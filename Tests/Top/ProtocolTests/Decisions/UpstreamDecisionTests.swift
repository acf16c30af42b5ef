import JOSE
import JSON
import OAuthCore
import OAuthModel
import Providers
import Support
import Testing
import Web

/// From the consent to a person that some provider knows.
let upstreamCases: [DecisionCase] =
    providerCases + personCases
    + [
        UpstreamReason.userinfoAway, .userinfoMalformed, .userinfoForeign, .idTokenAlgorithm,
        .idTokenSignature, .personNameless, .personUnfit,
    ].map { atEnd($0) }
    + [
        DecisionCase(UpstreamReason.personScopeless) { expect in
            try await TestServer.run(upstream: ScriptedUpstream { $0.ceiling = Scope.empty }) { server in
                let client = try await TestClient.register(server)
                _ = try await Browser(server).login(client)
                try expect(server, .login(client.id))
            }
        },
        DecisionCase(UpstreamReason.answerMixedUp) { expect in
            try await ProviderWorld.run { world in
                let (client, browser) = (try await TestClient.register(world.server), Browser(world.server))
                let callback = try await browser.callback(of: client, at: world.corp)
                let query = callback.split(separator: "?")[1]
                expectPage(try await browser.get("/upstream/lab/callback?" + query))
                try expect(world.server, .login(client.id))
            }
        },
        DecisionCase(UpstreamReason.upstreamUnknown) { server in
            let (client, browser) = (try await TestClient.register(server), Browser(server))
            let consent = try await browser.open(client.authorizePath())
            let answer = try await browser.press(
                ("decision", "approve"), on: consent, with: ["upstream": "elsewhere"])
            expectStatus(400, answer.status)
            return .login(client.id)
        },
    ]

/// What a provider in this process does wrong.
private let providerCases: [DecisionCase] = [
    atProvider(.discoveryAway) { $0.answers[configuration] = .failure(.noSuchName) },
    atProvider(.discoveryMalformed) { $0.answers[configuration] = .success(.text("[]")) },
    atProvider(.discoveryForeign) { $0.configuration = { $0["issuer"] = "https://evil.example" } },
    atProvider(.keysAway) { $0.answers["/keys"] = .failure(.noSuchName) },
    atProvider(.tokensAway) { $0.answers["/token"] = .failure(.noSuchName) },
    atProvider(.tokensRefused) { $0.answers["/token"] = .success(.error("invalid_client", status: 401)) },
    atProvider(.tokensMalformed) { $0.answers["/token"] = .success(.text("[]")) },
    atProvider(.upstreamCodeRefused) { $0.answers["/token"] = .success(.error("invalid_grant")) },
    atProvider(.answerRefused) {
        $0.answer = { $0 = [("error", "server_error")] + $0.filter { $0.name == "state" } }
    },
    atProvider(.answerIssuerMissing) {
        $0.configuration = { $0["authorization_response_iss_parameter_supported"] = true }
    },
    atProvider(.answerIssuerForeign) { $0.answer = { $0.append(("iss", "https://evil.example")) } },
    atProvider(.idTokenMissing) { $0.tokens = { $0["id_token"] = nil } },
    atProvider(.idTokenMalformed) { $0.signing = .text("nobody.signed.this") },
    atProvider(.idTokenUnsigned) { $0.signing = .unsigned },
    atProvider(.idTokenKey) { $0.signing = .with(SigningKey.generate(.es256)) },
    atProvider(.idTokenIssuer) { $0.claims = { $0["iss"] = "https://evil.example" } },
    atProvider(.idTokenAudience) { $0.claims = { $0["aud"] = "another-client" } },
    atProvider(.idTokenParty) { $0.claims = { $0["azp"] = "another-client" } },
    atProvider(.idTokenNonce) { $0.claims = { $0["nonce"] = "another-login" } },
    atProvider(.idTokenExpired) { $0.claims = { $0["exp"] = 1 } },
    atProvider(.idTokenEarly) { $0.claims = { $0["nbf"] = 253_402_300_799 } },
    atProvider(.idTokenClaims) { $0.claims = { $0["iat"] = nil } },
]

/// Who is not let in that it knows.
private let personCases: [DecisionCase] = [
    atProvider(.personUnlisted, ["allow: { subjects: [\"1\"] }"]),
    atProvider(.claimMissing, ["allow: { groups: [staff] }"]),
    atProvider(.groupsElsewhere, ["allow: { groups: [staff] }"]) {
        $0.claims = { $0["_claim_names"] = ["groups": "src1"] }
    },
    atProvider(.emailMissing, ["allow: { domains: [example.com] }"]) {
        $0.claims = { $0["email"] = nil }
        $0.userinfo = { $0["email"] = nil }
    },
    atProvider(.emailUnverified, ["allow: { domains: [example.com] }"]) {
        $0.claims = { $0["email_verified"] = false }
    },
    atProvider(
        .organizationForeign, ["claims: { organization: hd }", "allow: { organizations: [example.com] }"]
    ) { $0.claims = { $0["hd"] = "example.org" } },
]

private let configuration = "/.well-known/openid-configuration"

/// - Parameter rules: Lines of its entry.
private func atProvider(
    _ reason: UpstreamReason, _ rules: [String] = [],
    _ change: @escaping @Sendable (inout TestProvider.Behaviour) -> Void = { _ in }
) -> DecisionCase {
    DecisionCase(reason) { expect in
        try await ProviderWorld.run(rules) { world in
            world.corp.now(change)
            let (client, browser) = (try await TestClient.register(world.server), Browser(world.server))
            var answer = try await browser.begin(client)
            if let address = answer.location {
                answer = try await browser.get(
                    "/upstream/corp/callback?" + (try world.corp.query(from: address)))
            }
            expectPage(answer, status: reason.status, offersAnotherTry: true)
            try expect(world.server, .login(client.id))
        }
    }
}

/// Somebody comes back from it.
private func atEnd(_ reason: UpstreamReason) -> DecisionCase {
    DecisionCase(reason) { expect in
        try await TestServer.run(
            upstream: ScriptedUpstream { $0.finish = .refuses(UpstreamRefusal(reason)) }
        ) { server in
            let client = try await TestClient.register(server)
            let answer = try await Browser(server).login(client)
            expectPage(answer, status: reason.status, offersAnotherTry: true)
            try expect(server, .login(client.id))
        }
    }
}

extension UpstreamReason {
    /// Of the page.
    fileprivate var status: Int {
        switch rule.code {
        case .accessDenied: 403
        case .serverError: 500
        case .temporarilyUnavailable: 503
        default: 400
        }
    }
}

@Suite("decisions: why a provider's login led nowhere is told")
struct UpstreamDecisionTests {
    @Test(arguments: upstreamCases)
    func told(_ wanted: DecisionCase) async throws { try await wanted.check() }
}
