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

@Suite("whether a login at a provider still holds")
struct RefreshingTests {
    private let clock = MovableClock()

    private func tokens(_ provider: TestProvider, _ login: TestLogin) async throws -> UpstreamTokens {
        _ = try await login.claims(at: provider)
        return try #require(login.kept.all.last ?? nil)
    }

    private func checking(_ provider: TestProvider) -> TestLogin {
        TestLogin(provider, clock) { $0.refreshing = .checked(grace: .seconds(3600)) }
    }

    @Test(
        "is said by its token endpoint, for the refresh token (RFC 6749 §6): what comes anew takes the place of the old",
        arguments: [true, false])
    func refresh(_ rotates: Bool) async throws {
        let provider = TestProvider(clock: clock)
        let login = checking(provider)
        #expect(login.provider.grace == .seconds(3600))
        let first = try await tokens(provider, login)
        provider.now { $0.rotates = rotates }
        let second = try await login.provider.refresh(first).get()
        #expect(second.accessToken != first.accessToken && second.upstream == first.upstream)
        #expect((second.refreshToken == first.refreshToken) == !rotates)
        _ = try await login.provider.refresh(second).get()
    }

    @Test("only invalid_grant says that it is over; whatever else goes wrong says nothing")
    func ended() async throws {
        let provider = TestProvider(clock: clock)
        let login = checking(provider)
        let kept = try await tokens(provider, login)
        for (answer, isOver) in [
            (.success(.error("invalid_grant")), true), (.success(.error("invalid_grant", status: 403)), true),
            (.success(.error("bad_refresh_token", status: 200)), true),
            (.success(.error("invalid_client", status: 401)), false),
            (.success(.error("temporarily_unavailable")), false),
            (.success(.json([:], status: 400)), false), (.success(.text("<html>")), false),
            (.failure(.status(503)), false), (.failure(.late), false),
        ] as [(Result<FetchedAnswer, FetchFailure>, Bool)] {
            provider.now { $0.answers["/token"] = answer }
            switch await login.provider.refresh(kept) {
            case .success: Issue.record("\(answer)")
            case .failure(.ended(let facts)): #expect(isOver && isSafe(facts, provider), "\(answer)")
            case .failure(.away(let facts)): #expect(!isOver && isSafe(facts, provider), "\(answer)")
            }
        }
        provider.now { $0.answers = [:] }
        _ = try await login.provider.refresh(kept).get()
        provider.now { $0.hasEndedLogins = true }
        guard case .failure(.ended(let facts)) = await login.provider.refresh(kept) else {
            Issue.record("the login goes on")
            return
        }
        // The provider quotes the refresh token in its words, which are not told then.
        #expect(isSafe(facts, provider) && facts.contains(Fact("error", "invalid_grant")))
    }

    private func isSafe(_ facts: [Fact], _ provider: TestProvider) -> Bool {
        facts.allSatisfy { fact in provider.secrets.allSatisfy { !fact.value.contains($0) } }
    }

    @Test("can't be asked without a refresh token: one who logs in where that is needed is told at once")
    func withoutToken() async throws {
        let provider = TestProvider(clock: clock)
        provider.now { $0.tokens = { $0["refresh_token"] = nil } }
        let login = checking(provider)
        expect(try await login.refused(at: provider), .tokensMalformed, "refresh_token")
        let keeping = TestLogin(provider, clock) { $0.refreshing = .kept }
        let kept = try await tokens(provider, keeping)
        #expect(kept.refreshToken == nil)
        guard case .failure(.away) = await login.provider.refresh(kept) else {
            Issue.record("nothing was asked, and it said something")
            return
        }
    }

    @Test(
        "an ID token that comes with it is of the same person, or it says nothing (OpenID Connect Core §12.2)"
    )
    func person() async throws {
        let provider = TestProvider(clock: clock)
        provider.now { $0.rotates = false }
        let login = checking(provider)
        let kept = try await tokens(provider, login)
        let subject = TestProvider.Person().subject
        #expect(kept.subject == WireText(subject))
        let now = clock.now.seconds
        func claims(_ subject: String) -> JSONObject {
            JSONObject([
                "iss": .string(provider.issuer), "aud": .string(provider.clientID), "sub": .string(subject),
                "iat": .integer(now), "exp": .integer(now + 300),
            ])
        }
        for (key, subject, isSame) in [
            (provider.key, subject, true), (provider.key, "somebody-else", false),
            (SigningKey.generate(.es256), subject, false),
        ] {
            let token = try key.sign(claims(subject))
            provider.now { $0.tokens = { $0["id_token"] = .string(token) } }
            switch await login.provider.refresh(kept) {
            case .success(let newer): #expect(isSame && newer.subject == kept.subject)
            case .failure(.ended(let facts)): Issue.record("it ended: \(facts)")
            case .failure(.away(let facts)): #expect(!isSame && isSafe(facts, provider))
            }
        }
    }
}
