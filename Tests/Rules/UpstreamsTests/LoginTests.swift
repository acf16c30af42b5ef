import JSON
import OAuthCore
import OAuthModel
import Providers
import Support
import Testing
import Upstreams
import WireText

@Suite("a login at a provider")
struct LoginTests {
    private let clock = MovableClock()

    @Test(
        "begins with a code that is bound by state, nonce and S256 (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3)"
    )
    func begin() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock) {
            $0.parameters = [AuthorizationParameter(name: "prompt", value: "select account")]
        }
        let address = try await login.begin(hint: "j&d@example.com")
        #expect(
            address == "https://id.example/realms/one/authorize?response_type=code&client_id=our-client"
                + "&redirect_uri=https%3A%2F%2Fauth.example%2Fupstream%2Fcorp%2Fcallback"
                + "&scope=openid%20email%20profile&state=a-state.of-this-server"
                + "&nonce=the-nonce-of-this-login-000000000000000000"
                + "&code_challenge=NsufIG_5pOpJ3LVZ4ED5UkgyCty-8RZziuH6vrMog78&code_challenge_method=S256"
                + "&login_hint=j%26d%40example.com&prompt=select%20account")
        #expect(provider.asked == ["GET /.well-known/openid-configuration"])
    }

    @Test("a hint that is longer than any name is left out")
    func longHint() async throws {
        let login = TestLogin(TestProvider(clock: clock), clock)
        let (fits, long) = (String(repeating: "a", count: 256), String(repeating: "a", count: 257))
        #expect(try await login.begin(hint: WireText(fits)).contains("login_hint=aaa"))
        #expect(try await !login.begin(hint: WireText(long)).contains("login_hint"))
    }

    @Test(
        "ends in who it is, as the ID token says that the token endpoint gives for the code",
        arguments: [
            ProviderAuthentication.basic, .post,
        ])
    func end(_ authentication: ProviderAuthentication) async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock) { $0.authentication = authentication }
        let claims = try await login.claims(at: provider)
        #expect(claims["sub"] == "248289761001" && claims["email"] == "jane@example.com")
        #expect(
            provider.asked == ["GET /.well-known/openid-configuration", "POST /token", "GET /keys"])
        #expect(login.kept.all == [nil])
        // Neither is asked for again while it is fresh.
        _ = try await login.claims(at: provider)
        #expect(provider.asked.suffix(1) == ["POST /token"] && provider.asked.count == 4)
    }

    @Test("tokens are handed on where they are kept, and only there")
    func kept() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock) { $0.refreshing = .kept }
        _ = try await login.claims(at: provider)
        let tokens = try #require(login.kept.all.first ?? nil)
        #expect(tokens.upstream.rawValue == "corp")
        #expect(provider.secrets.contains(tokens.accessToken.text))
        #expect(provider.secrets.contains(try #require(tokens.refreshToken).text))
    }

    @Test("PKCE is left out where the provider advertises methods without S256, and nowhere else")
    func withoutPKCE() async throws {
        let provider = TestProvider(clock: clock)
        provider.now { $0.configuration = { $0["code_challenge_methods_supported"] = ["plain"] } }
        let login = TestLogin(provider, clock)
        #expect(try await !login.begin().contains("code_challenge"))
        _ = try await login.claims(at: provider)
        let silent = TestProvider(clock: clock)
        silent.now { $0.configuration = { $0["code_challenge_methods_supported"] = nil } }
        #expect(try await TestLogin(silent, clock).begin().contains("code_challenge_method=S256"))
        let settled = TestLogin(silent, clock) {
            $0.endpoints = .discovered(
                DiscoveredProvider(issuer: silent.issuer, hasUnadvertisedPKCE: false))
        }
        #expect(try await !settled.begin().contains("code_challenge"))
    }

    @Test("claims of the userinfo endpoint stand beside those of the ID token, which come first")
    func userinfo() async throws {
        let provider = TestProvider(clock: clock)
        provider.now {
            $0.claims = { $0["email"] = "signed@example.com" }
            $0.userinfo = { $0["groups"] = ["staff"] }
        }
        let login = TestLogin(provider, clock) {
            $0.endpoints = .discovered(DiscoveredProvider(issuer: provider.issuer, asksUserinfo: true))
        }
        let claims = try await login.claims(at: provider)
        #expect(claims["email"] == "signed@example.com" && claims["groups"] == ["staff"])
        #expect(provider.asked.last == "GET /userinfo")
        // Where the provider has none, the ID token has to do.
        provider.now { $0.configuration = { $0["userinfo_endpoint"] = nil } }
        clock.advance(by: .seconds(3600))
        #expect(try await login.claims(at: provider)["groups"] == nil)
    }
}
