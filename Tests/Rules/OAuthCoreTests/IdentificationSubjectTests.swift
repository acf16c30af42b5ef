import JSON
import OAuthModel
import Testing
import WireText

@testable import OAuthCore

@Suite("who somebody is that a provider knows")
struct IdentificationSubjectTests {
    @Test(
        "a subject is 1 to 255 visible ASCII characters, and a whole number is one",
        arguments: [
            ("1234", "corp:1234"), ("auth0|0001", "corp:auth0|0001"), (.integer(583231), "corp:583231"),
            (.integer(.max), "corp:9223372036854775807"), ("~!\"\\", "corp:~!\"\\"),
            (.string(String(repeating: "s", count: 255)), "corp:" + String(repeating: "s", count: 255)),
            (.string(String(repeating: "s", count: 256)), nil), ("", nil), ("a b", nil), ("a\tb", nil),
            ("a\u{0}", nil), ("a\u{7f}", nil), ("é", nil), ("e\u{301}", nil), ("\u{202e}a", nil),
            (.number(1.5), nil), (.bool(true), nil), (["1234"], nil), (["id": "1234"], nil),
        ] as [(JSONValue, String?)])
    func subject(sent: JSONValue, made: String?) {
        let expected = made.map { "\($0), Ada" } ?? "personUnfit, claim sub"
        #expect(identified(["sub": sent, "name": "Ada"]) == expected)
    }

    @Test("without the claim nobody knows who it is", arguments: [[:], ["sub": .null]] as [JSONValue])
    func nameless(claims: JSONValue) {
        #expect(identified(claims) == "personNameless, claim sub")
    }

    @Test(
        "of several claims each is there, with dots between them, and none has a dot: no two people are one",
        arguments: [
            (["tid": "t-1", "oid": "o-1", "sub": "s"], "corp:t-1.o-1, corp:t-1.o-1"),
            (["oid": "o-1"], "personNameless, claim tid"), (["tid": "t-1"], "personNameless, claim oid"),
            (["tid": "t.1", "oid": "o"], "personUnfit, claim tid"),
            (["tid": "t", "oid": "1.o"], "personUnfit, claim oid"),
            (
                [
                    "tid": .string(String(repeating: "t", count: 200)),
                    "oid": .string(String(repeating: "o", count: 55)),
                ],
                "personUnfit, claim tid"
            ),
        ] as [(JSONValue, String)])
    func several(claims: JSONValue, expected: String) {
        let found = identified(claims) { $0.claims.subject = .own([ClaimPath("tid"), ClaimPath("oid")]) }
        #expect(found == expected)
    }

    @Test("one subject may have a dot") func dotted() {
        #expect(identified(["sub": "a.b"]) == "corp:a.b, corp:a.b")
    }

    @Test(
        "a mapped subject stands alone, and has no upstream's name before it",
        arguments: [
            ("ada", "ada, ada"), (.integer(7), "7, 7"),
            ("https://ada.example", "https://ada.example, https://ada.example"),
            ("other", "other, other"), ("Other:1", "Other:1, Other:1"),
            ("other:1", "personUnfit, claim employee"), ("corp:1", "personUnfit, claim employee"),
            ("other:", "personUnfit, claim employee"), ("", "personUnfit, claim employee"),
            ("a d", "personUnfit, claim employee"), ("ädа", "personUnfit, claim employee"),
            ("batch", "personUnfit, claim employee"), (.null, "personNameless, claim employee"),
        ] as [(JSONValue, String)])
    func mapped(sent: JSONValue, expected: String) {
        let found = identified(
            ["sub": "1234", "employee": sent], others: ["other"], clientIDs: ["batch"]
        ) { $0.claims.subject = .mapped(ClaimPath("employee")) }
        #expect(found == expected)
    }

    @Test("nobody is called what a client is called that acts for itself") func client() {
        #expect(identified(["sub": "1"], clientIDs: ["corp:1"]) == "personUnfit, claim sub")
        #expect(identified(["sub": "1"], clientIDs: ["1", "corp"]) == "corp:1, corp:1")
    }

    @Test(
        "a subject that is mapped from the address is one that the provider vouches for",
        arguments: [
            (["email": "Ada@example.com", "email_verified": true], "Ada@example.com, Ada@example.com"),
            (["email": "Ada@example.com"], "emailUnverified, claim email_verified"),
            (["email_verified": true], "emailMissing, claim email"),
        ] as [(JSONValue, String)])
    func mappedAddress(claims: JSONValue, expected: String) {
        #expect(identified(claims) { $0.claims.subject = .mapped(ClaimPath("email")) } == expected)
    }

    @Test("a claim inside objects is found by the way to it, and a dot in a name is a dot") func nested()
        throws
    {
        let claims: JSONValue = ["user": ["id": "7"], "user.id": "8"]
        let inside = try #require(ClaimPath(["user", "id"]))
        #expect(identified(claims) { $0.claims.subject = .own([inside]) } == "corp:7, corp:7")
        #expect(identified(claims) { $0.claims.subject = .own([ClaimPath("user.id")]) } == "corp:8, corp:8")
        #expect(
            identified(["user": "7"]) { $0.claims.subject = .own([inside]) }
                == "personNameless, claim user.id")
    }

    @Test(
        "the name is the first claim for it that is text, and no longer than 256 bytes",
        arguments: [
            (["name": "Ada L", "preferred_username": "ada"], "Ada L"),
            (["name": "", "preferred_username": "ada"], "ada"),
            (["name": .null, "preferred_username": "ada"], "ada"),
            (["name": .integer(1), "preferred_username": "ada"], "ada"),
            (["name": "a\nb", "preferred_username": "ada"], "ada"),
            (["name": .string(String(repeating: "é", count: 128))], String(repeating: "é", count: 128)),
            (["name": .string(String(repeating: "é", count: 129))], "corp:1"),
            (["email": "ada@example.com", "email_verified": true], "ada@example.com"),
            (["email": "root@example.com"], "corp:1"),
            (["email": "root@example.com", "email_verified": false], "corp:1"),
            ([:], "corp:1"),
        ] as [(JSONValue, String)])
    func name(claims: JSONValue, expected: String) {
        var object = claims.object ?? JSONObject()
        object["sub"] = "1"
        #expect(identified(.object(object)) == "corp:1, \(expected)")
    }

    @Test("the provider's tokens go along only where the manifest keeps them") func tokens() throws {
        let tokens = UpstreamTokens(
            upstream: .fake, accessToken: SecretText(text: "a"), refreshToken: nil)
        func kept(_ refreshing: UpstreamRefreshing) throws -> UpstreamTokens? {
            try Identification(.corp { $0.refreshing = refreshing }, others: [], clientIDs: [])
                .identify(JSONObject(["sub": "1"]), tokens: tokens).get().tokens
        }
        #expect(try kept(.none) == nil)
        #expect(try kept(.kept) == tokens)
        #expect(try kept(.checked(grace: .seconds(3600))) == tokens)
    }
}
