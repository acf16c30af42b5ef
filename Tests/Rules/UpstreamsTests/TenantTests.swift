import JOSE
import JSON
import OAuthCore
import OAuthModel
import Providers
import Support
import Testing
import Upstreams
import Web

@Suite("a provider of many tenants")
struct TenantTests {
    private let clock = MovableClock()
    private static let one = "11111111-2222-4333-8444-555555555555"
    private static let two = "22222222-2222-4333-8444-555555555555"

    private func issuer(_ tenant: String) -> String { "https://login.example/\(tenant)/v2.0" }

    private func make(_ claims: @escaping @Sendable (inout JSONObject) -> Void) -> (TestProvider, TestLogin) {
        let provider = TestProvider(issuer: issuer("common"), clock: clock)
        provider.now {
            $0.configuration = { $0["issuer"] = "https://login.example/{tenantid}/v2.0" }
            $0.claims = claims
        }
        return (
            provider,
            TestLogin(provider, clock) {
                $0.endpoints = .discovered(
                    DiscoveredProvider(issuer: provider.issuer, issuerRule: .tenant))
            }
        )
    }

    @Test("an ID token is its where the issuer is that of the tenant that the token names")
    func tenant() async throws {
        for tenant in [Self.one, Self.two] {
            let issuer = issuer(tenant)
            let (provider, login) = make {
                $0["iss"] = .string(issuer)
                $0["tid"] = .string(tenant)
            }
            #expect(try await login.claims(at: provider)["tid"] == .string(tenant))
        }
    }

    @Test(
        "any other is refused",
        arguments: [
            ("https://login.example/11111111-2222-4333-8444-555555555555/v2.0", two),
            ("https://login.example/11111111-2222-4333-8444-555555555555/v2.0", nil),
            ("https://login.example/{tenantid}/v2.0", one),
            ("https://login.example//v2.0", ""),
            ("https://login.example/a/b/v2.0", "a/b"),
            ("https://evil.example/11111111-2222-4333-8444-555555555555/v2.0", one),
            ("https://login.example/11111111-2222-4333-8444-555555555555/v2.0/", one),
        ] as [(String, String?)])
    func foreign(_ issuer: String, _ tenant: String?) async throws {
        let (provider, login) = make {
            $0["iss"] = .string(issuer)
            $0["tid"] = tenant.map { .string($0) }
        }
        expect(try await login.refused(at: provider), .idTokenIssuer, "https://login.example/{tenantid}/v2.0")
    }

    @Test("iss of the answer is a tenant's, and the one whose ID token it is in the end (RFC 9207 §2.4)")
    func answer() async throws {
        let (own, other) = (issuer(Self.one), issuer(Self.two))
        let (provider, login) = make {
            $0["iss"] = .string(own)
            $0["tid"] = .string(Self.one)
        }
        provider.now { $0.answer = { $0.append(("iss", own)) } }
        _ = try await login.claims(at: provider)
        provider.now { $0.answer = { $0.append(("iss", other)) } }
        expect(try await login.refused(at: provider), .answerIssuerForeign, other)
        #expect(provider.asked.last == "POST /token")
        let count = provider.asked.count
        provider.now { $0.answer = { $0.append(("iss", "https://evil.example/a/v2.0")) } }
        expect(try await login.refused(at: provider), .answerIssuerForeign)
        #expect(provider.asked.count == count)
    }

    @Test(
        "its configuration has the place for the tenant where the manifest has the word for all",
        arguments: [
            "https://login.example/common/v2.0", "https://login.example/{tenantid}/v1.0",
            "https://evil.example/{tenantid}/v2.0",
        ])
    func configuration(_ issuer: String) async throws {
        let (provider, login) = make { _ in }
        provider.now { $0.configuration = { $0["issuer"] = .string(issuer) } }
        expect(try await login.refused(at: provider), .discoveryForeign)
        // Where one tenant is asked for, the placeholder is a foreign issuer.
        let exact = TestLogin(provider, clock)
        provider.now { $0.configuration = { $0["issuer"] = "https://login.example/{tenantid}/v2.0" } }
        expect(try await exact.refused(at: provider), .discoveryForeign)
    }

    @Test("a key that says for which tenant it is signs for no other")
    func keys() async throws {
        for (issuer, isTaken) in [
            ("https://login.example/{tenantid}/v2.0", true), (self.issuer(Self.one), true),
            (self.issuer(Self.two), false), ("https://login.example/common/v2.0", false),
        ] {
            let own = self.issuer(Self.one)
            let (provider, login) = make {
                $0["iss"] = .string(own)
                $0["tid"] = .string(Self.one)
            }
            var key = provider.key.publicKey.json
            key["issuer"] = .string(issuer)
            let set = JSONValue.object(JSONObject(["keys": .array([.object(key)])]))
            provider.now { $0.answers["/keys"] = .success(.json(set)) }
            if isTaken {
                _ = try await login.claims(at: provider)
            } else {
                expect(try await login.refused(at: provider), .idTokenIssuer, issuer)
            }
        }
    }
}
