import OAuthCore
import OAuthModel
import Support
import Testing

/// From the consent to a person that some provider knows.
let upstreamCases: [DecisionCase] =
    [UpstreamReason.discoveryAway, .discoveryMalformed, .discoveryForeign].map { atBegin($0) }
    + [
        UpstreamReason.keysAway, .tokensAway, .userinfoAway, .tokensRefused, .tokensMalformed,
        .userinfoMalformed, .answerRefused, .answerIssuerMissing, .answerIssuerForeign, .upstreamCodeRefused,
        .idTokenMissing, .idTokenMalformed, .idTokenUnsigned, .idTokenAlgorithm, .idTokenKey,
        .idTokenSignature, .idTokenIssuer, .idTokenAudience, .idTokenParty, .idTokenNonce, .idTokenExpired,
        .idTokenEarly, .idTokenClaims, .userinfoForeign, .personNameless, .personUnfit, .claimMissing,
        .groupsElsewhere, .organizationForeign, .emailMissing, .emailUnverified, .personUnlisted,
    ].map { atEnd($0) }
    + [
        DecisionCase(UpstreamReason.personScopeless) { expect in
            try await TestServer.run(upstream: ScriptedUpstream { $0.ceiling = Scope.empty }) { server in
                let client = try await TestClient.register(server)
                _ = try await Browser(server).login(client)
                try expect(server, .login(client.id))
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

/// The upstream begins no login.
private func atBegin(_ reason: UpstreamReason) -> DecisionCase {
    DecisionCase(reason) { expect in
        try await TestServer.run(
            upstream: ScriptedUpstream { $0.begin = .refuses(UpstreamRefusal(reason)) }
        ) { server in
            let (client, browser) = (try await TestClient.register(server), Browser(server))
            let consent = try await browser.open(client.authorizePath())
            let answer = try await browser.decide("approve", on: consent)
            #expect(answer.status == reason.status)
            try expect(server, .login(client.id))
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
