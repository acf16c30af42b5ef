import Cryptography
import OAuthModel
import Testing
import WireText

@testable import OAuthCore

@Suite("sessions of who runs the server")
struct OperatorTokenTests {
    private let now = Timestamp(seconds: 1_800_000_000)
    private let token = OperatorToken(
        SecretText(text: String(repeating: "t", count: 32)), issuer: "https://a.example")

    private func isGood(_ session: String, _ token: OperatorToken, at moment: Timestamp) -> Bool {
        token.admits(WireText(session), at: moment)
    }

    @Test("are good until eight hours are over, and none is good for longer than that")
    func lifetime() {
        let session = token.session(from: now, random: .system)
        #expect(isGood(session, token, at: now))
        #expect(isGood(session, token, at: now.advanced(by: .seconds(28_799))))
        #expect(!isGood(session, token, at: now.advanced(by: .seconds(28_800))))
        // It was made when the clock was wrong.
        #expect(!isGood(session, token, at: now.advanced(by: .seconds(-1))))
    }

    @Test("end when the token is another, and are none at another issuer")
    func otherToken() {
        let session = token.session(from: now, random: .system)
        let other = OperatorToken(
            SecretText(text: String(repeating: "u", count: 32)), issuer: "https://a.example")
        let elsewhere = OperatorToken(
            SecretText(text: String(repeating: "t", count: 32)), issuer: "https://b.example")
        #expect(!isGood(session, other, at: now))
        #expect(!isGood(session, elsewhere, at: now))
        #expect(token.matches(WireText(String(repeating: "t", count: 32))))
        #expect(!token.matches("t") && !token.matches(""))
    }

    @Test("are refused when one bit of them is another")
    func everyBit() throws {
        let session = token.session(from: now, random: .system)
        let bytes = try #require(Base64URL.decode(session))
        for place in bytes.indices {
            for bit in 0..<8 {
                var forged = bytes
                forged[place] ^= 1 << bit
                #expect(!isGood(Base64URL.encode(forged), token, at: now))
            }
        }
        #expect(!isGood(Base64URL.encode(bytes + [0]), token, at: now))
        #expect(!isGood(String(repeating: "A", count: 1 << 20), token, at: now))
    }
}
