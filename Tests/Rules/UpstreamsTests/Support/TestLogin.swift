import JSON
import OAuthCore
import OAuthModel
import Providers
import Support
import Testing
import Upstreams
import Web
import WireText

/// This server's side of logins at one provider.
struct TestLogin {
    let provider: RemoteProvider
    /// What was given to the rules for people: nothing is issued before.
    let identified = Recorder<JSONObject>()
    let kept = Recorder<UpstreamTokens?>()
    let clock: MovableClock

    static let callback = "https://auth.example/upstream/corp/callback"
    static let login = UpstreamLogin(
        state: "a-state.of-this-server", verifier: "the-verifier-of-this-login-000000000000000",
        nonce: "the-nonce-of-this-login-000000000000000000")

    init(_ settings: ProviderSettings, _ transport: any UpstreamTransport, _ clock: MovableClock) {
        self.clock = clock
        provider = RemoteProvider(
            settings, callback: Self.callback, transport: transport, clock: clock.clock,
            uptime: Uptime(with: clock.clock)
        ) { [identified, kept] claims, tokens in
            identified.add(claims)
            kept.add(tokens)
            return .success(UpstreamIdentity(owner: ResourceOwner(id: "corp:1", name: "Jane")))
        }
    }

    init(
        _ provider: TestProvider, _ clock: MovableClock, change: (inout ProviderSettings) -> Void = { _ in }
    ) {
        var settings = provider.settings()
        change(&settings)
        self.init(settings, provider, clock)
    }

    /// Where the browser is sent.
    func begin(hint: WireText? = nil) async throws -> String {
        try await provider.begin(Self.login, hint: hint).get()
    }

    func finish(_ answer: UpstreamAnswer) async -> Result<UpstreamIdentity, UpstreamRefusal> {
        await provider.finish(answer, of: Self.login)
    }

    /// A whole login: the claims of who it is.
    func claims(
        at other: TestProvider, as person: TestProvider.Person = TestProvider.Person()
    ) async throws -> JSONObject {
        let answer = try other.login(at: try await begin(), as: person)
        _ = try await finish(answer).get()
        return try #require(identified.all.last)
    }

    /// A login that leads nowhere, wherever it ends. Nobody was identified, and nothing that only two parties know stands in what is told.
    func refused(at other: TestProvider) async throws -> OAuthError {
        let begun: String
        switch await provider.begin(Self.login, hint: nil) {
        case .success(let address): begun = address
        case .failure(let refusal): return try checked(refusal, other)
        }
        return try await refused(try other.login(at: begun), at: other)
    }

    func refused(_ answer: UpstreamAnswer, at other: TestProvider) async throws -> OAuthError {
        let before = identified.all.count
        switch await finish(answer) {
        case .success: throw TestFailure("it was let in")
        case .failure(let refusal):
            #expect(identified.all.count == before)
            return try checked(refusal, other)
        }
    }

    private func checked(_ refusal: UpstreamRefusal, _ other: TestProvider) throws -> OAuthError {
        let told =
            "\(refusal.error.description) \(refusal.error.finding) "
            + refusal.error.facts.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        let secrets = other.secrets + [Self.login.state, Self.login.verifier, Self.login.nonce]
        for secret in secrets.filter({ !$0.isEmpty }) {
            #expect(!told.contains(secret) && !told.contains(WireText(secret).excerpt()), "\(told)")
        }
        return refusal.error
    }
}

func expect(_ error: OAuthError, _ reason: UpstreamReason, _ words: String...) {
    #expect(error.reason.name == reason.name, "\(error.facts)")
    for word in words {
        #expect(error.facts.contains { $0.value.contains(word) }, "\(word) in \(error.facts)")
    }
}
