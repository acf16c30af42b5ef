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

@Suite("a provider that is broken or hostile")
struct HostileProviderTests {
    private let clock = MovableClock()

    /// What is wrong with it, and what is told.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: UpstreamReason
        var asksUserinfo = false
        let change: @Sendable (inout TestProvider.Behaviour) -> Void

        init(
            _ words: String, _ reason: UpstreamReason, asksUserinfo: Bool = false,
            _ change: @escaping @Sendable (inout TestProvider.Behaviour) -> Void
        ) {
            testDescription = words
            self.reason = reason
            self.asksUserinfo = asksUserinfo
            self.change = change
        }

        static func claims(
            _ words: String, _ reason: UpstreamReason,
            _ change: @escaping @Sendable (inout JSONObject) -> Void
        ) -> Fault {
            Fault(words, reason) { $0.claims = change }
        }

        static func answers(
            _ words: String, _ path: String, _ reason: UpstreamReason,
            _ answer: Result<FetchedAnswer, FetchFailure>
        ) -> Fault {
            Fault(words, reason, asksUserinfo: path == "/userinfo") { $0.answers[path] = answer }
        }
    }

    private static let now = MovableClock.start.seconds
    private static let ours = JSONValue.string("our-client")

    /// OpenID Connect Core §3.1.3.7, in its order.
    static let idTokens: [Fault] = [
        .claims("iss of another", .idTokenIssuer) { $0["iss"] = "https://evil.example" },
        .claims("iss with a slash more", .idTokenIssuer) { $0["iss"] = "https://id.example/realms/one/" },
        .claims("iss missing", .idTokenClaims) { $0["iss"] = nil },
        .claims("iss no text", .idTokenClaims) { $0["iss"] = 1 },
        .claims("aud of another", .idTokenAudience) { $0["aud"] = "their-client" },
        .claims("aud of others", .idTokenAudience) { $0["aud"] = ["their-client", "a-third"] },
        .claims("aud empty", .idTokenAudience) { $0["aud"] = [] },
        .claims("aud missing", .idTokenClaims) { $0["aud"] = nil },
        .claims("aud no text", .idTokenClaims) { $0["aud"] = [Self.ours, 1] },
        .claims("aud of several without azp", .idTokenParty) { $0["aud"] = [Self.ours, "their-client"] },
        .claims("azp of another", .idTokenParty) { $0["azp"] = "their-client" },
        .claims("azp no text", .idTokenParty) { $0["azp"] = [Self.ours] },
        .claims("several, given to another", .idTokenParty) {
            $0["aud"] = [Self.ours, "their-client"]
            $0["azp"] = "their-client"
        },
        .claims("nonce of another login", .idTokenNonce) { $0["nonce"] = "another" },
        .claims("nonce missing", .idTokenNonce) { $0["nonce"] = nil },
        .claims("expired half a minute ago", .idTokenExpired) { $0["exp"] = .integer(Self.now - 30) },
        .claims("exp missing", .idTokenClaims) { $0["exp"] = nil },
        .claims("exp a text", .idTokenClaims) { $0["exp"] = "2000000000" },
        .claims("iat in 31 seconds", .idTokenEarly) { $0["iat"] = .integer(Self.now + 31) },
        .claims("nbf in 31 seconds", .idTokenEarly) { $0["nbf"] = .integer(Self.now + 31) },
        .claims("iat missing", .idTokenClaims) { $0["iat"] = nil },
        .claims("nbf a text", .idTokenClaims) { $0["nbf"] = "now" },
        .claims("sub missing", .idTokenClaims) { $0["sub"] = nil },
        .claims("sub empty", .idTokenClaims) { $0["sub"] = "" },
        .claims("sub no text", .idTokenClaims) { $0["sub"] = 7 },
        .claims("sub too long", .idTokenClaims) { $0["sub"] = .string(String(repeating: "a", count: 256)) },
        Fault("unsigned", .idTokenUnsigned) { $0.signing = .unsigned },
        Fault("a MAC", .idTokenAlgorithm) { $0.signing = .text("eyJhbGciOiJIUzI1NiJ9.e30.AAAA") },
        Fault("an algorithm of tomorrow", .idTokenAlgorithm) {
            $0.signing = .text("eyJhbGciOiJYWCJ9.e30.AAAA")
        },
        Fault("alg NONE", .idTokenUnsigned) { $0.signing = .text("eyJhbGciOiJOT05FIn0.e30.") },
        Fault("a key that nobody knows", .idTokenKey) { $0.signing = .with(.generate(.es256)) },
        Fault("no JWT", .idTokenMalformed) { $0.signing = .text("garbage") },
        Fault("an encrypted one", .idTokenMalformed) { $0.signing = .text("a.b.c.d.e") },
        Fault("as long as nobody's", .idTokenMalformed) {
            $0.signing = .text(String(repeating: "a", count: 17_000))
        },
        Fault("none", .idTokenMissing) { $0.tokens = { $0["id_token"] = nil } },
        Fault("no text", .tokensMalformed) { $0.tokens = { $0["id_token"] = 1 } },
    ]

    @Test("an ID token that is not what it has to be ends the login", arguments: idTokens)
    func idToken(_ fault: Fault) async throws {
        try await expectRefusal(fault)
    }

    @Test("a signature of another key under the name of the provider's is wrong")
    func forgedSignature() async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock)
        let answer = try provider.login(at: try await login.begin())
        // The last byte of the payload is another, and the signature that of the right one.
        let forged = try provider.key.sign(JSONObject(["sub": "1"]))
        provider.now { behaviour in
            var parts = forged.split(separator: ".").map(String.init)
            parts[1] = "eyJzdWIiOiIyIn0"
            let text = parts.joined(separator: ".")
            behaviour.signing = .text(text)
        }
        expect(try await login.refused(answer, at: provider), .idTokenSignature)
    }

    @Test("of a token that is too old or too new it is told how far the provider's clock is off")
    func clocks() async throws {
        let provider = TestProvider(clock: clock)
        provider.now {
            $0.claims = { $0["iat"] = .integer(Self.now + 120) }
            $0.clock = .seconds(120)
        }
        let error = try await TestLogin(provider, clock).refused(at: provider)
        expect(error, .idTokenEarly)
        #expect(error.facts.last == Fact("the provider's clock is ahead by", "120.0 seconds"))
    }

    @Test("30 seconds between the clocks are no fault")
    func leeway() async throws {
        let provider = TestProvider(clock: clock)
        provider.now {
            $0.claims = {
                $0["exp"] = .integer(Self.now - 29)
                $0["iat"] = .integer(Self.now + 30)
                $0["nbf"] = .integer(Self.now + 30)
            }
        }
        #expect(try await TestLogin(provider, clock).claims(at: provider)["sub"] == "248289761001")
    }

    @Test("a token for several that was given to this client is one")
    func severalAudiences() async throws {
        let provider = TestProvider(clock: clock)
        provider.now {
            $0.claims = {
                $0["aud"] = ["account", Self.ours]
                $0["azp"] = Self.ours
            }
        }
        #expect(try await TestLogin(provider, clock).claims(at: provider)["sub"] == "248289761001")
    }

    static let endpoints: [Fault] = [
        .answers("is not there", "/.well-known/openid-configuration", .discoveryAway, .failure(.status(404))),
        .answers("is late", "/.well-known/openid-configuration", .discoveryAway, .failure(.late)),
        .answers(
            "is a page", "/.well-known/openid-configuration", .discoveryMalformed,
            .failure(.mediaType("text/html"))),
        .answers(
            "is no JSON", "/.well-known/openid-configuration", .discoveryMalformed, .success(.text("<html>"))),
        .answers(
            "is no object", "/.well-known/openid-configuration", .discoveryMalformed, .success(.text("[]"))),
        .answers(
            "says something twice", "/.well-known/openid-configuration", .discoveryMalformed,
            .success(.text(#"{"issuer":"https://id.example/realms/one","issuer":"https://evil.example"}"#))),
        .answers(
            "is nested without end", "/.well-known/openid-configuration", .discoveryMalformed,
            .success(.text(String(repeating: "[", count: 60_000)))),
        .answers("are not there", "/keys", .keysAway, .failure(.connection("connection refused"))),
        .answers("are no JSON", "/keys", .keysAway, .success(.text("{"))),
        .answers("are no keys", "/keys", .keysAway, .success(.text(#"{"keys":1}"#))),
        .answers("are more than a set has", "/keys", .keysAway, .failure(.tooLarge(65_536))),
        .answers("none is left", "/keys", .idTokenKey, .success(.text(#"{"keys":[]}"#))),
        .answers("is not there", "/token", .tokensAway, .failure(.status(502))),
        .answers("leads elsewhere", "/token", .tokensAway, .failure(.status(302))),
        .answers("never ends", "/token", .tokensMalformed, .failure(.tooLarge(65_536))),
        .answers("is no JSON", "/token", .tokensMalformed, .success(.text("access_token=a"))),
        .answers("is a form, of OpenID Connect", "/token", .tokensMalformed, .success(.text("a=b", .form))),
        .answers("is an array", "/token", .tokensMalformed, .success(.text("[]"))),
        .answers("is empty", "/token", .tokensMalformed, .success(.text("{}"))),
        .answers(
            "has no type", "/token", .tokensMalformed,
            .success(.json(["access_token": "a", "id_token": "b"]))),
        .answers(
            "has another type", "/token", .tokensMalformed,
            .success(.json(["access_token": "a", "token_type": "DPoP"]))),
        .answers(
            "has no token", "/token", .tokensMalformed, .success(.json(["token_type": "Bearer"]))),
        .answers(
            "has a token with a line's end", "/token", .tokensMalformed,
            .success(.json(["access_token": "a\r\nX-Evil: b", "token_type": "Bearer"]))),
        .answers(
            "is a refusal without a word", "/token", .tokensMalformed, .success(.json([:], status: 400))),
        .answers("has an error of no text", "/token", .tokensMalformed, .success(.json(["error": 1]))),
        .answers(
            "does not know this client", "/token", .tokensRefused,
            .success(.error("invalid_client", status: 401))),
        .answers(
            "says so with 200", "/token", .tokensRefused, .success(.error("invalid_client", status: 200))),
        .answers("knows no such code", "/token", .upstreamCodeRefused, .success(.error("invalid_grant"))),
        .answers("is not there", "/userinfo", .userinfoAway, .failure(.connection("it was closed"))),
        .answers("wants another token", "/userinfo", .userinfoAway, .failure(.status(401))),
        .answers("is signed", "/userinfo", .userinfoMalformed, .failure(.mediaType("application/jwt"))),
        .answers("is no JSON", "/userinfo", .userinfoMalformed, .success(.text("Jane"))),
        .answers("is an array", "/userinfo", .userinfoMalformed, .success(.text("[]"))),
        Fault("names nobody", .userinfoMalformed, asksUserinfo: true) { $0.userinfo = { $0["sub"] = nil } },
        Fault("is of another person", .userinfoForeign, asksUserinfo: true) {
            $0.userinfo = { $0["sub"] = "248289761002" }
        },
    ]

    @Test("an endpoint that does not answer as it has to ends the login", arguments: endpoints)
    func endpoint(_ fault: Fault) async throws {
        try await expectRefusal(fault)
    }

    private static func configured(
        _ words: String, _ member: String, _ value: JSONValue?, _ reason: UpstreamReason = .discoveryMalformed
    ) -> Fault {
        Fault(words, reason, asksUserinfo: true) { $0.configuration = { $0[member] = value } }
    }

    static let configurations: [Fault] = [
        configured("another issuer", "issuer", "https://evil.example", .discoveryForeign),
        configured("a slash more", "issuer", "https://id.example/realms/one/", .discoveryForeign),
        configured("no issuer", "issuer", nil),
        configured("no token endpoint", "token_endpoint", nil),
        configured("no keys", "jwks_uri", nil),
        configured(
            "a userinfo endpoint elsewhere, in plain http", "userinfo_endpoint", "http://id.example/u"),
        configured("a number for an address", "authorization_endpoint", 1),
        configured("plain http elsewhere", "token_endpoint", "http://id.example/token"),
        configured("plain http on this machine", "token_endpoint", "http://127.0.0.1:6379/"),
        configured("no address", "authorization_endpoint", "javascript:alert(1)"),
        configured("a user in an address", "jwks_uri", "https://a@id.example/keys"),
        configured("methods of no list", "code_challenge_methods_supported", "S256"),
        configured("iss of no truth value", "authorization_response_iss_parameter_supported", "true"),
    ]

    @Test(
        "a configuration of another, or with addresses that nobody is sent to, is none",
        arguments: configurations)
    func configuration(_ fault: Fault) async throws {
        try await expectRefusal(fault)
    }

    private func expectRefusal(_ fault: Fault) async throws {
        let provider = TestProvider(clock: clock)
        let login = TestLogin(provider, clock) {
            $0.endpoints = .discovered(
                DiscoveredProvider(issuer: provider.issuer, asksUserinfo: fault.asksUserinfo))
        }
        provider.now(fault.change)
        let error = try await login.refused(at: provider)
        expect(error, fault.reason)
        #expect(error.facts.first == Fact("upstream", "corp"))
        // The same provider, once it is well, lets people in.
        provider.now { $0 = TestProvider.Behaviour() }
        clock.advance(by: .seconds(61))
        #expect(try await login.claims(at: provider)["sub"] == "248289761001")
    }
}
