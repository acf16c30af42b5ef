import JSON
import OAuthCore
import OAuthModel
import Providers
import Support
import Testing
import Upstreams
import Web
import WireText

@Suite("a provider of OAuth 2 alone")
struct OAuth2Tests {
    private let clock = MovableClock()

    private func login(
        _ provider: TestProvider, change: (inout WrittenProvider) -> Void = { _ in }
    ) -> TestLogin {
        var written = WrittenProvider(
            authorization: provider.issuer + "/authorize", token: provider.issuer + "/token",
            userinfo: provider.issuer + "/userinfo")
        change(&written)
        return TestLogin(provider, clock) {
            $0.endpoints = .written(written)
            $0.scopes = ["read:user"]
            $0.authentication = .post
        }
    }

    @Test(
        "is asked at the addresses of the manifest, without nonce and keys, and who it is is what userinfo says"
    )
    func login() async throws {
        let provider = TestProvider(clock: clock)
        provider.now {
            $0.tokens = { $0["id_token"] = nil }
            $0.userinfo = {
                $0["sub"] = nil
                $0["id"] = 7
            }
        }
        let login = login(provider)
        let address = try await login.begin()
        #expect(address.contains("code_challenge_method=S256") && !address.contains("nonce"))
        let claims = try await login.claims(at: provider)
        #expect(claims["id"] == 7 && claims["name"] == "Jane Doe")
        #expect(provider.asked == ["POST /token", "GET /userinfo"])
        #expect(try await !self.login(provider) { $0.hasPKCE = false }.begin().contains("code_challenge"))
    }

    @Test("further documents stand beside the claims, under their names")
    func further() async throws {
        let provider = TestProvider(clock: clock)
        provider.now { $0.documents["/emails"] = [["email": "j@example.com", "primary": true]] }
        let login = login(provider) {
            $0.further = [FurtherClaims(name: "emails", url: provider.issuer + "/emails")]
        }
        let claims = try await login.claims(at: provider)
        #expect(claims["emails"] == [["email": "j@example.com", "primary": true]])
        provider.now { $0.documents["/emails"] = ["message": "no"] }
        expect(try await login.refused(at: provider), .userinfoMalformed, "/emails")
        provider.now { $0.documents["/emails"] = nil }
        expect(try await login.refused(at: provider), .userinfoAway, "/emails", "404")
    }

    @Test("iss of its answer is what the manifest says, and nothing where it says nothing (RFC 9207)")
    func issuer() async throws {
        let provider = TestProvider(clock: clock)
        provider.now { $0.answer = { $0.append(("iss", "https://id.example/oauth")) } }
        _ = try await login(provider) { $0.issuer = "https://id.example/oauth" }.claims(at: provider)
        expect(try await login(provider).refused(at: provider), .answerIssuerForeign, "none")
        expect(
            try await login(provider) { $0.issuer = "https://id.example/other" }.refused(at: provider),
            .answerIssuerForeign, "https://id.example/other")
        // It is not promised, so it may be missing.
        provider.now { $0.answer = { _ in } }
        _ = try await login(provider) { $0.issuer = "https://id.example/oauth" }.claims(at: provider)
    }

    @Test("tokens may come as a form, in which nothing stands twice")
    func form() async throws {
        let provider = TestProvider(clock: clock)
        provider.now {
            $0.answers["/token"] = .success(.text("access_token=a%2Bb&token_type=bearer&scope=", .form))
            $0.answers["/userinfo"] = .success(.text(#"{"id":1}"#))
        }
        #expect(try await login(provider).claims(at: provider)["id"] == 1)
        for text in [
            "access_token=a&access_token=b&token_type=bearer", "access_token=%zz&token_type=bearer", "",
        ] {
            provider.now { $0.answers["/token"] = .success(.text(text, .form)) }
            expect(try await login(provider).refused(at: provider), .tokensMalformed)
        }
        provider.now { $0.answers["/token"] = .success(.text("error=bad_verification_code", .form)) }
        expect(try await login(provider).refused(at: provider), .upstreamCodeRefused)
    }
}
