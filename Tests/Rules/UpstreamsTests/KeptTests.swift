import JOSE
import JSON
import OAuthCore
import OAuthModel
import Providers
import Support
import Synchronization
import Testing
import Upstreams
import Web

@Suite("what is kept of a provider")
struct KeptTests {
    private let clock = MovableClock()

    private static let configuration = "GET /.well-known/openid-configuration"

    private func count(_ provider: TestProvider, _ request: String) -> Int {
        provider.asked.count { $0 == request }
    }

    @Test(
        "is asked for anew when it is no longer fresh: a minute at least, a day at most",
        arguments: [
            (nil, 60), (0, 60), (10, 60), (300, 300), (86_400, 86_400), (1 << 31, 86_400),
        ] as [(Int?, Int)])
    func freshness(_ said: Int?, _ seconds: Int) async throws {
        let provider = TestProvider(clock: clock)
        provider.now { $0.freshness = said.map { .seconds($0) } }
        let login = TestLogin(provider, clock)
        _ = try await login.claims(at: provider)
        clock.advance(by: .seconds(seconds) - .milliseconds(1))
        _ = try await login.claims(at: provider)
        #expect(count(provider, Self.configuration) == 1 && count(provider, "GET /keys") == 1)
        clock.advance(by: .milliseconds(1))
        _ = try await login.claims(at: provider)
        #expect(count(provider, Self.configuration) == 2 && count(provider, "GET /keys") == 2)
    }

    @Test("serves for a day more where it can't be had, which is tried once a minute")
    func outage() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        _ = try await login.claims(at: provider)
        provider.now {
            $0.answers["/.well-known/openid-configuration"] = .failure(.status(503))
            $0.answers["/keys"] = .success(.text("garbage"))
        }
        clock.advance(by: .seconds(3600))
        for _ in 0..<3 { _ = try await login.claims(at: provider) }
        #expect(count(provider, Self.configuration) == 2 && count(provider, "GET /keys") == 2)
        clock.advance(by: .seconds(60))
        _ = try await login.claims(at: provider)
        #expect(count(provider, Self.configuration) == 3 && count(provider, "GET /keys") == 3)
        clock.advance(by: .seconds(86_400 - 61))
        _ = try await login.claims(at: provider)
        clock.advance(by: .seconds(1))
        expect(try await login.refused(at: provider), .discoveryAway, "503")
        provider.now { $0.answers["/.well-known/openid-configuration"] = nil }
        expect(try await login.refused(at: provider), .keysAway, "this is not JSON")
    }

    @Test("keys that rotate in the middle of a login are followed, and once a minute only")
    func rotation() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        _ = try await login.claims(at: provider)
        let answer = try provider.login(at: try await login.begin())
        provider.rotate()
        _ = try await login.finish(answer).get()
        #expect(count(provider, "GET /keys") == 2)
        provider.rotate()
        expect(try await login.refused(at: provider), .idTokenKey)
        expect(try await login.refused(at: provider), .idTokenKey)
        #expect(count(provider, "GET /keys") == 2)
        clock.advance(by: .seconds(60))
        _ = try await login.claims(at: provider)
        #expect(count(provider, "GET /keys") == 3)
    }

    @Test("where keys can't be had anew, a token of a new key is no false one, and one of a known key counts")
    func rotationInOutage() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        _ = try await login.claims(at: provider)
        let former = provider.key
        provider.now { $0.answers["/keys"] = .failure(.status(503)) }
        provider.rotate()
        for _ in 0..<2 { expect(try await login.refused(at: provider), .keysAway, "503") }
        #expect(count(provider, "GET /keys") == 2)
        provider.now { $0.signing = .with(former) }
        _ = try await login.claims(at: provider)
        provider.now { $0 = TestProvider.Behaviour() }
        expect(try await login.refused(at: provider), .keysAway, "503")
        clock.advance(by: .seconds(60))
        _ = try await login.claims(at: provider)
        // They were had a moment ago, so a key that is not among them is none.
        provider.rotate()
        expect(try await login.refused(at: provider), .idTokenKey)
    }

    @Test("a key that was taken out of the set counts no more once the set was fetched anew")
    func withdrawn() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        _ = try await login.claims(at: provider)
        let former = provider.key
        provider.rotate()
        _ = try await login.claims(at: provider)
        provider.now { $0.signing = .with(former) }
        expect(try await login.refused(at: provider), .idTokenKey)
    }

    @Test("where a token does not name its key, keys are fetched anew when none made its signature")
    func nameless() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        provider.now { $0.signing = .nameless }
        _ = try await login.claims(at: provider)
        provider.rotate()
        _ = try await login.claims(at: provider)
        #expect(count(provider, "GET /keys") == 2)
    }

    @Test("keys for encrypting, and of kinds that are not used here, are passed over (RFC 7517 §5)")
    func encryptionKeys() async throws {
        let provider = TestProvider(clock: clock)
        provider.rotate(to: .rs256)
        var other = RecordedWire.other.json
        other["use"] = "enc"
        other["alg"] = "RSA-OAEP"
        let further: [JSONValue] = [
            .object(other), ["kty": "EC", "crv": "P-521", "x": "AA", "y": "AA", "kid": "5"],
            ["kty": "AKP", "alg": "ML-DSA-44", "pub": "AA", "kid": "6"],
        ]
        provider.now { $0.furtherKeys = further }
        _ = try await TestLogin(provider, clock).claims(at: provider)
        // One that is used only for encrypting signs nothing.
        let encrypting = SigningKey.generate(.es256)
        var served = encrypting.publicKey.json
        served["use"] = "enc"
        served["alg"] = "ECDH-ES"
        provider.now {
            $0.furtherKeys = [.object(served)]
            $0.signing = .with(encrypting)
        }
        expect(try await TestLogin(provider, clock).refused(at: provider), .idTokenKey)
    }

    @Test("a set with a private key in it is none")
    func privateKey() async throws {
        let provider = TestProvider(clock: clock)
        provider.now { $0.furtherKeys = [["kty": "oct", "k": "AAAA", "kid": "s"]] }
        expect(try await TestLogin(provider, clock).refused(at: provider), .keysAway, "private or symmetric")
    }

    @Test("keys that are said to lie elsewhere are fetched from there")
    func moved() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        _ = try await login.claims(at: provider)
        let issuer = provider.issuer
        let set = JSONValue.object(JSONWebKeySet([provider.key.publicKey]).json)
        provider.now {
            $0.configuration = { $0["jwks_uri"] = .string(issuer + "/moved") }
            $0.answers["/keys"] = .failure(.status(410))
            $0.answers["/moved"] = .success(.json(set))
        }
        clock.advance(by: .seconds(3600))
        _ = try await login.claims(at: provider)
        #expect(count(provider, "GET /moved") == 1 && count(provider, "GET /keys") == 1)
    }

    @Test("is asked for by one of all who ask at once")
    func singleFlight() async throws {
        let provider = TestProvider(clock: clock)
        let held = HeldTransport(provider)
        let login = TestLogin(provider.settings(), held, clock)
        let begun = (0..<8).map { _ in Task { try await login.begin() } }
        await held.waitForOne()
        for _ in 0..<200 { await Task.yield() }
        held.letGo()
        for task in begun { _ = try await task.value }
        #expect(count(provider, Self.configuration) == 1)
    }
}

/// Answers when a test lets it.
private final class HeldTransport: UpstreamTransport, Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let provider: TestProvider
    private let state = Mutex(State())

    init(_ provider: TestProvider) { self.provider = provider }

    func send(_ request: FetchRequest) async -> Result<FetchedAnswer, FetchFailure> {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if goesOn { continuation.resume() }
        }
        return provider.answer(request)
    }

    func waitForOne() async {
        while state.withLock({ $0.waiting.isEmpty }) { await Task.yield() }
    }

    func letGo() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
