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

@Suite("what a browser brings back from a provider")
struct ProviderAnswerTests {
    private let clock = MovableClock()

    @Test("a code counts once (RFC 6749 §4.1.2)")
    func replay() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        let answer = try provider.login(at: try await login.begin())
        _ = try await login.finish(answer).get()
        // The provider quotes the code in its error, which is not told then.
        let error = try await login.refused(answer, at: provider)
        expect(error, .upstreamCodeRefused, "invalid_grant")
        #expect(!error.facts.contains { $0.name == "error_description" })
    }

    @Test("a code of another login is refused by the provider: the verifier is this login's (RFC 7636 §4.6)")
    func injected() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        _ = try await login.begin()
        let other = UpstreamLogin(
            state: "another-state", verifier: "the-verifier-of-another-login-0000000000000",
            nonce: "the-nonce-of-another-login-0000000000000000")
        let answer = try provider.login(at: try await login.provider.begin(other, hint: nil).get())
        expect(try await login.refused(answer, at: provider), .upstreamCodeRefused)
    }

    @Test("the person's own no is an answer to the client (RFC 6749 §4.1.2.1)")
    func denied() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        provider.now { $0.answer = { $0 = [("error", "access_denied"), ("state", "s")] } }
        let error = try await login.refused(at: provider)
        #expect(error.reason.name == LoginReason.loginDenied.name)
    }

    @Test("any other error is told, in the provider's words")
    func refused() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        provider.now {
            $0.answer = {
                $0 = [("error", "invalid_scope"), ("error_description", "no\r\nsuch scope"), ("state", "s")]
            }
        }
        expect(
            try await login.refused(at: provider), .answerRefused, "invalid_scope", "no%0D%0Asuch scope")
        #expect(!provider.asked.contains("POST /token"))
    }

    @Test("neither a code nor an error is nothing")
    func empty() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        provider.now { $0.answer = { $0 = [("state", "s")] } }
        #expect(try await login.refused(at: provider).reason.name == LoginReason.loginCodeMissing.name)
    }

    @Test("iss is asked for where it is advertised, of errors too (RFC 9207 §2.4)", arguments: [true, false])
    func issuerMissing(_ isError: Bool) async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        provider.now {
            $0.configuration = { $0["authorization_response_iss_parameter_supported"] = true }
            if isError { $0.answer = { $0 = [("error", "access_denied"), ("state", "s")] } }
        }
        expect(try await login.refused(at: provider), .answerIssuerMissing, "https://id.example/realms/one")
        #expect(!provider.asked.contains("POST /token"))
        provider.now { $0.answer = { $0.append(("iss", "https://id.example/realms/one")) } }
        #expect(try await login.claims(at: provider)["sub"] == "248289761001")
    }

    @Test(
        "iss that comes unadvertised has to be right all the same",
        arguments: [
            "https://evil.example", "https://id.example/realms/one/", "https://id.example",
        ])
    func issuerForeign(_ issuer: String) async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        provider.now { $0.answer = { $0.append(("iss", issuer)) } }
        expect(try await login.refused(at: provider), .answerIssuerForeign, issuer)
        #expect(!provider.asked.contains("POST /token"))
    }

    @Test("of two providers, what one gave out is worth nothing at the other (RFC 9700 §4.4)")
    func mixedUp() async throws {
        let one = TestProvider(clock: clock)
        let two = TestProvider(issuer: "https://two.example", clock: clock)
        let (first, second) = (TestLogin(one, clock), TestLogin(two, clock))
        // Its code, at the other's callback.
        let answer = try two.login(at: try await second.begin())
        expect(try await first.refused(answer, at: one), .upstreamCodeRefused)
        // Its answer that says whose it is.
        two.now { $0.answer = { $0.append(("iss", "https://two.example")) } }
        let named = try two.login(at: try await second.begin())
        let asked = one.asked.count
        expect(try await first.refused(named, at: one), .answerIssuerForeign, "https://two.example")
        #expect(one.asked.count == asked)
        // Its ID token, handed on by the first one's token endpoint; and one that says to be the first's, with the second's key.
        let foreign = try two.key.sign(
            JSONObject(["iss": "https://two.example", "sub": "1", "aud": "our-client"]))
        one.now { $0.signing = .text(foreign) }
        expect(try await first.refused(at: one), .idTokenKey)
        one.now { $0.signing = .with(two.key) }
        clock.advance(by: .seconds(61))
        expect(try await first.refused(at: one), .idTokenKey)
    }
}
