import OAuthCore
import OAuthModel
import RedisClient
import Storage
import StoreContract
import Testing

@testable import RedisStore

@Suite("values as Redis has them")
struct WireTests {
    @Test("are two times and a record, of whatever bytes")
    func record() {
        let value = "1900000000000 1900000060000 ".bytes + [0, 0x20, 0xff]
        #expect(
            ValueReader.record(value)
                == StoredRecord(
                    sealed: SealedRecord(bytes: [0, 0x20, 0xff]),
                    validity: Validity(
                        issuedAt: Timestamp(seconds: 1_900_000_000),
                        expiresAt: Timestamp(seconds: 1_900_000_060))))
        #expect(ValueReader.record("1 2 ".bytes)?.sealed == SealedRecord(bytes: []))
    }

    @Test(
        "are nothing when the times are not times",
        arguments: [
            "", " ", "1", "1 ", "1 2", " 1 2 x", "1  2 x", "-1 2 x", "+1 2 x", "1.0 2 x", "a b c",
            "12345678901234567 2 x", "1 99999999999999999999999999 x", "1\t2 x", "１ 2 x",
        ])
    func noRecord(_ text: String) {
        #expect(ValueReader.record(text.bytes) == nil)
    }

    @Test("of codes and refresh tokens are nothing when they end within a digest")
    func cut() {
        let code = "1 2 ".bytes + digest("a").bytes
        #expect(ValueReader.code(code)?.digest == digest("a"))
        #expect(ValueReader.code(Array(code.dropLast())) == nil)
        let token = "1 2 0 ".bytes + digest("a").bytes + digest("b").bytes
        #expect(ValueReader.refreshToken(token)?.isSpent == false)
        #expect(ValueReader.refreshToken(Array(token.dropLast())) == nil)
        #expect(ValueReader.refreshToken("1 2 3 ".bytes + token.dropFirst(6))?.isSpent == true)
    }

    @Test("an answer of a script is a list that begins with a word; anything else makes no sense")
    func answers() throws {
        for reply in [RedisReply.null, .integer(1), .bytes("issued".bytes), .list([]), .list([.integer(1)])] {
            #expect(throws: StoreError.self) { try ScriptAnswer(reply) }
        }
        let answer = try ScriptAnswer(.list([.bytes("issued".bytes), .integer(7), .bytes("x".bytes)]))
        #expect(answer.word == "issued")
        #expect(try answer.number(1) == 7)
        #expect(try answer.bytes(2) == "x".bytes)
        #expect(!answer.has(3))
        #expect(throws: StoreError.self) { try answer.number(2) }
        #expect(throws: StoreError.self) { try answer.number(3) }
        #expect(throws: StoreError.self) { try answer.bytes(1) }
    }

    @Test("the key of a grant is its digest in base64url, in the braces of a hash tag")
    func keys() {
        let keys = Keys(prefix: "auth:")
        let zeros = [UInt8](repeating: 0, count: 32)
        let text = "{" + String(repeating: "A", count: 43) + "}"
        #expect(keys.grant(GrantKey(bytes: zeros)) == "auth:\(text)".bytes)
        #expect(keys.record(.session, SecretDigest(bytes: zeros)) == "auth:s:\(text)".bytes)
        #expect(
            keys.record(.upstreamCode, SecretDigest(bytes: zeros)) == "auth:t:upstream-code:\(text)".bytes)
        #expect(keys.client(ClientID(rawValue: "id")) == "auth:{clients}:id:id".bytes)
    }
}
