import Cryptography
import OAuthModel
import Testing

@testable import OAuthCore

@Suite("tokens, digests and seals")
struct SecretsTests {
    private let vault = Vault(serverSecret: Array(repeating: 7, count: 32), random: .seeded(1))

    @Test(
        "a token is its prefix, and handle and secret in base64url; it reads back as what it is and as nothing else"
    )
    func tokens() throws {
        let handle = [UInt8](1...12)
        for kind in OpaqueToken.Kind.allCases {
            let token = OpaqueToken(kind, handle: handle, random: .seeded(2))
            #expect(token.text.utf8.count == 63)
            #expect(token.text.hasPrefix(kind.prefix))
            let read = try #require(OpaqueToken(kind, token.text))
            #expect(read.handle == handle)
            #expect(read.secret == token.secret)
            for other in OpaqueToken.Kind.allCases where other != kind {
                #expect(OpaqueToken(other, token.text) == nil)
            }
            #expect(OpaqueToken(kind, token.text + "A") == nil)
            #expect(OpaqueToken(kind, String(token.text.dropLast())) == nil)
        }
    }

    @Test("a record opens for its own secret, as its own kind, at its own server, and not otherwise")
    func seals() throws {
        let sealed = try vault.seal([1, 2, 3], under: [4], as: .accessToken)
        #expect(vault.open(sealed, under: [4], as: .accessToken) == [1, 2, 3])
        #expect(vault.open(sealed, under: [5], as: .accessToken) == nil)
        #expect(vault.open(sealed, under: [4], as: .refreshToken) == nil)
        let other = Vault(serverSecret: Array(repeating: 8, count: 32), random: .seeded(1))
        #expect(other.open(sealed, under: [4], as: .accessToken) == nil)
        #expect(other.digest([4]) != vault.digest([4]))
        #expect(other.grantKey([4]) != vault.grantKey([4]))
    }

    @Test("parts of a binding can't be shifted into each other")
    func bindings() {
        #expect(vault.binding([1], [2, 3]) != vault.binding([1, 2], [3]))
        #expect(vault.binding([1], [2]) == vault.binding([1], [2]))
    }

    @Test("a form's token fits that form, about that thing, in that browser, and nothing else")
    func formTokens() throws {
        let browser = BrowserBinding(random: .seeded(3))
        let other = BrowserBinding(random: .seeded(4))
        let token = vault.formToken(.consent, about: "a", in: browser)
        #expect(vault.accepts(token, from: .consent, about: "a", in: browser))
        #expect(!vault.accepts(token, from: .login, about: "a", in: browser))
        #expect(!vault.accepts(token, from: .consent, about: "b", in: browser))
        #expect(!vault.accepts(token, from: .consent, about: "a", in: other))
        for broken in ["", "x", token + "A", String(token.dropLast()), String(repeating: "!", count: 43)] {
            #expect(!vault.accepts(broken, from: .consent, about: "a", in: browser))
        }
    }

    @Test("a cookie's secret has the shape of those made here, or is none")
    func cookieSecrets() {
        let secret = SessionSecret(random: .seeded(3))
        #expect(secret.text.utf8.count == 43)
        #expect(SessionSecret(secret.text) == secret)
        for broken in ["", "x", secret.text + "A", String(repeating: "!", count: 43)] {
            #expect(SessionSecret(broken) == nil)
        }
    }

    @Test("the verifier of RFC 7636, appendix B, fits its challenge and no other")
    func proofKey() throws {
        let verifier = try #require(CodeVerifier(rawValue: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        let challenge = try #require(CodeChallenge(rawValue: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"))
        #expect(verifier.matches(challenge))
        #expect(
            !verifier.matches(
                try #require(CodeChallenge(rawValue: "F9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"))))
    }
}
