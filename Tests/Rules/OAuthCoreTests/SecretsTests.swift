import Cryptography
import OAuthModel
import Storage
import Support
import Synchronization
import Testing
import WireText

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
            let read = try #require(OpaqueToken(kind, WireText(token.text)))
            #expect(read.handle == handle)
            #expect(read.secret == token.secret)
            for other in OpaqueToken.Kind.allCases where other != kind {
                #expect(OpaqueToken(other, WireText(token.text)) == nil)
            }
            #expect(OpaqueToken(kind, WireText(token.text + "A")) == nil)
            #expect(OpaqueToken(kind, WireText(String(token.text.dropLast()))) == nil)
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

    @Test(
        "a record that doesn't open under its own digest is told of, once for each kind; to ask whose a client's record is tells nothing"
    )
    func damage() throws {
        let told = Mutex<[String]>([])
        let damage = DamageReports { kind in told.withLock { $0.append(kind) } }
        let vault = Vault(serverSecret: Array(repeating: 7, count: 32), random: .seeded(1), damage: damage)
        let client = ClientID(rawValue: "client")
        for kind in [SealedKind.accessToken, .client] {
            let sealed = try vault.seal([1, 2, 3], under: Array("client".utf8), as: kind)
            for index in sealed.bytes.indices {
                var bytes = sealed.bytes
                bytes[index] ^= 4
                let altered = SealedRecord(bytes: bytes)
                #expect(!vault.proof.opens(client, altered))
                if kind == .accessToken {
                    #expect(vault.open(altered, under: Array("client".utf8), as: kind) == nil)
                }
            }
        }
        #expect(told.withLock { $0 } == ["access token"])
    }

    @Test("parts of a binding can't be shifted into each other")
    func bindings() {
        #expect(vault.binding([1], [2, 3]) != vault.binding([1, 2], [3]))
        #expect(vault.binding([1], [2]) == vault.binding([1], [2]))
    }

    @Test("a step's token fits that step, about that thing, in that browser, and nothing else")
    func stepTokens() throws {
        let browser = BrowserBinding(random: .seeded(3))
        let other = BrowserBinding(random: .seeded(4))
        let text = vault.stepToken(.consent, about: "a", in: browser)
        let token = WireText(text)
        #expect(vault.binding(of: token, for: .consent, about: "a", among: [browser]) == browser)
        #expect(vault.binding(of: token, for: .consent, about: "a", among: [other, browser]) == browser)
        #expect(vault.binding(of: token, for: .login, about: "a", among: [browser]) == nil)
        #expect(vault.binding(of: token, for: .consent, about: "b", among: [browser]) == nil)
        #expect(vault.binding(of: token, for: .consent, about: "a", among: [other]) == nil)
        #expect(vault.binding(of: token, for: .consent, about: "a", among: []) == nil)
        for broken in ["", "x", text + "A", String(text.dropLast()), String(repeating: "!", count: 43)] {
            #expect(vault.binding(of: WireText(broken), for: .consent, about: "a", among: [browser]) == nil)
        }
    }

    @Test(
        "an upstream's state says which of a browser's bindings it was made for, and says nothing elsewhere")
    func upstreamStates() throws {
        let browser = BrowserBinding(random: .seeded(3))
        let other = BrowserBinding(random: .seeded(4))
        let state = UpstreamStateName(vault, in: browser).text
        #expect(state.utf8.count == 87)
        #expect(state.utf8.allSatisfy { $0 != UInt8(ascii: "&") && $0 > 0x20 && $0 < 0x7f })
        let read = try #require(UpstreamStateName(WireText(state)))
        #expect(read.binding(vault, among: [other, browser]) == browser)
        #expect(read.binding(vault, among: [other]) == nil)
        let swapped = UpstreamStateName(vault, in: other).text.prefix(44) + state.suffix(43)
        #expect(UpstreamStateName(WireText(String(swapped)))?.binding(vault, among: [browser, other]) == nil)
        let odd = [
            "", "x", state + "A", String(repeating: "A", count: 87), String(repeating: "é.", count: 29),
        ]
        for broken in odd { #expect(UpstreamStateName(WireText(broken)) == nil) }
    }

    @Test("a cookie's secret has the shape of those made here, or is none")
    func cookieSecrets() {
        let secret = SessionSecret(random: .seeded(3))
        #expect(secret.text.utf8.count == 43)
        #expect(SessionSecret(WireText(secret.text)) == secret)
        for broken in ["", "x", secret.text + "A", String(repeating: "!", count: 43)] {
            #expect(SessionSecret(WireText(broken)) == nil)
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
