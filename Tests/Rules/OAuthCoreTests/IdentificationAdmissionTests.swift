import JSON
import OAuthModel
import Testing
import WireText

@testable import OAuthCore

@Suite("who is let in that a provider knows, and what with")
struct IdentificationAdmissionTests {
    private let ada = "corp:1, Ada"

    private func ada(_ claims: JSONValue) -> JSONValue {
        var all = JSONObject(["sub": "1", "name": "Ada"])
        all.add(claims.object ?? JSONObject())
        return .object(all)
    }

    @Test("without lists everybody is let in, whatever the provider leaves out") func everybody() {
        #expect(identified(ada([:])) == ada)
    }

    @Test(
        "the domain is what stands behind the last @ of one address, in lower case, byte for byte",
        arguments: [
            ("ada@example.com", true), ("Ada@EXAMPLE.com", true), (#""a@b"@example.com"#, true),
            (#""a\"@b"@example.com"#, true), (#"" "@example.com"#, true), ("ädä@example.com", true),
            ("ada+x@example.com", true),
            // Another domain.
            ("ada@sub.example.com", false), ("ada@example.com.", false),
            ("ada@example.com.evil.example", false),
            ("ada@notexample.com", false), (#""a@example.com"@evil.example"#, false),
            ("ada@example.co", false),
            ("ada@ex\u{e4}mple.com", false), ("ada@ｅxample.com", false), ("ada@example\u{3002}com", false),
            ("ada@example.com\u{301}", false), ("ada@\u{212a}example.com", false),
        ])
    func domains(address: String, fits: Bool) {
        let domain = String(
            address[address.index(after: address.lastIndex(of: "@") ?? address.startIndex)...])
        let told = Fact(
            "domain",
            WireText(
                repairing: domain.utf8.map {
                    $0 < 0x80 ? UInt8($0 | ($0 > 0x40 && $0 < 0x5b ? 0x20 : 0)) : $0
                }))
        #expect(
            identified(ada(["email": .string(address), "email_verified": true])) {
                $0.admission.domains = ["example.com"]
            }
                == (fits
                    ? ada : "personUnlisted, sub corp:1, looked_at domains, domain \(told.value)"))
    }

    @Test(
        "what is no address, or could be two, is none",
        arguments: [
            "", "ada", "@example.com", "ada@", "ada@evil.example@example.com", "ada@ example.com",
            "ada @example.com", "ada@example.com ", "ada@example.com\n", "\u{0}ada@example.com",
            "a@evil.example,b@example.com", "<a@evil.example>@example.com", "Ada <ada@example.com>",
            #""a"@evil.example,"b"@example.com"#, #""a"b"@example.com"#, #""a\"@example.com"#,
            #""@example.com"#,
            #"""@example.com"#, "a\"b@example.com", "ada@[127.0.0.1]", "ada(@evil.example)@example.com",
            String(repeating: "a", count: 243) + "@example.com",
        ])
    func addresses(address: String) {
        #expect(
            identified(ada(["email": .string(address), "email_verified": true])) {
                $0.admission.domains = ["example.com", "[127.0.0.1]"]
            } == "emailMissing, sub corp:1, claim email")
    }

    @Test("an address may have 254 bytes") func longest() {
        let address = String(repeating: "a", count: 242) + "@example.com"
        #expect(
            identified(ada(["email": .string(address), "email_verified": true])) {
                $0.admission.domains = ["example.com"]
            } == ada)
    }

    @Test(
        "an address counts only if the provider vouches for it",
        arguments: [
            (true, true), ("true", true), (1, true), (false, false), ("false", false), (0, false),
            ("True", false), ("1", false), ("yes", false), (.number(1.5), false), (.null, false),
            ([true], false), (["value": true], false),
        ] as [(JSONValue, Bool)])
    func verified(voucher: JSONValue, counts: Bool) {
        for name in ["email_verified", "xms_edov"] {
            var claims = JSONObject(["email": "ada@example.com"])
            claims[name] = voucher
            let found = identified(ada(.object(claims))) {
                $0.admission.emails = ["ada@example.com"]
                if name == "xms_edov" {
                    $0.claims.email = .verified(ClaimPath("email"), by: ClaimPath("xms_edov"))
                }
            }
            #expect(found == (counts ? ada : "emailUnverified, sub corp:1, claim \(name)"))
        }
    }

    @Test(
        "an address that nothing is said of does not count, unless the manifest says that the provider vouches for all"
    )
    func unsaid() {
        let claims = ada(["email": "ada@example.com"])
        let rule = { (settings: inout ProviderSettings) in settings.admission.emails = ["ada@example.com"] }
        #expect(identified(claims, rule) == "emailUnverified, sub corp:1, claim email_verified")
        #expect(
            identified(claims) {
                rule(&$0)
                $0.claims.email = .trusted(ClaimPath("email"))
            } == ada)
        #expect(
            identified(ada(["email_verified": true]), rule) == "emailMissing, sub corp:1, claim email")
        #expect(
            identified(ada(["email": ["ada@example.com"], "email_verified": true]), rule)
                == "emailMissing, sub corp:1, claim email")
    }

    @Test(
        "of a list of addresses the one counts that is primary and verified",
        arguments: [
            ([["email": "ada@example.com", "primary": true, "verified": true]], nil),
            (
                [
                    ["email": "x@evil.example", "primary": false, "verified": true],
                    ["email": "ada@example.com", "primary": true, "verified": true],
                ], nil
            ),
            (
                [["email": "ada@example.com", "primary": true, "verified": false]],
                "emailUnverified, sub corp:1, claim emails"
            ),
            (
                [
                    ["email": "ada@example.com", "primary": true, "verified": false],
                    ["email": "b@example.com", "primary": false, "verified": true],
                ], "emailUnverified, sub corp:1, claim emails"
            ),
            (
                [["email": "ada@example.com", "primary": false, "verified": true]],
                "emailMissing, sub corp:1, claim emails"
            ),
            ([], "emailMissing, sub corp:1, claim emails"),
            (["ada@example.com"], "emailMissing, sub corp:1, claim emails"),
            ("ada@example.com", "emailMissing, sub corp:1, claim emails"),
            ([["primary": true, "verified": true]], "emailMissing, sub corp:1, claim emails"),
        ] as [(JSONValue, String?)])
    func listed(emails: JSONValue, refused: String?) {
        let found = identified(ada(["email": "ada@example.com", "email_verified": true, "emails": emails])) {
            $0.claims.email = .listed(ClaimPath("emails"))
            $0.admission.domains = ["example.com"]
        }
        #expect(found == refused ?? ada)
    }

    @Test(
        "groups are text or a list of text, byte for byte",
        arguments: [
            (["staff"], nil), ("staff", nil), (["x", "staff"], nil),
            (["Staff"], "personUnlisted"), (["/staff"], "personUnlisted"), (["staff "], "personUnlisted"),
            (["staff,x"], "personUnlisted"), ([], "personUnlisted"), ("", "personUnlisted"),
            (["caf\u{e9}"], nil), (["cafe\u{301}"], "personUnlisted"), (["Board"], nil),
            (["staff", 1], "claimMissing"), (1, "claimMissing"), (["staff": true], "claimMissing"),
            ([["name": "staff"]], "claimMissing"), (.null, "claimMissing"),
        ] as [(JSONValue, String?)])
    func groups(sent: JSONValue, refused: String?) {
        let found = identified(ada(["groups": sent])) {
            $0.admission.groups = ["staff", "caf\u{e9}", "Board"]
        }
        switch refused {
        case "personUnlisted": #expect(found == "personUnlisted, sub corp:1, looked_at groups")
        case let reason?: #expect(found == "\(reason), sub corp:1, claim groups")
        case nil: #expect(found == ada)
        }
    }

    @Test("groups inside objects, as Keycloak has its roles") func roles() throws {
        let roles = try #require(ClaimPath(["realm_access", "roles"]))
        let rule = { (settings: inout ProviderSettings) in
            settings.claims.groups = roles
            settings.admission.groups = ["admin"]
        }
        #expect(identified(ada(["realm_access": ["roles": ["user", "admin"]]]), rule) == ada)
        for other in [["realm_access": ["admin"]], ["realm_access.roles": ["admin"]], [:]] as [JSONValue] {
            #expect(identified(ada(other), rule) == "claimMissing, sub corp:1, claim realm_access.roles")
        }
    }

    @Test("of somebody in too many groups it is told that the provider keeps them elsewhere") func overage() {
        let elsewhere: JSONValue = ["_claim_names": ["groups": "src1"], "_claim_sources": ["src1": [:]]]
        let rule = { (settings: inout ProviderSettings) in settings.admission.groups = ["staff"] }
        #expect(identified(ada(elsewhere), rule) == "groupsElsewhere, sub corp:1, claim groups")
        #expect(
            identified(ada(["_claim_names": ["other": "src1"]]), rule)
                == "claimMissing, sub corp:1, claim groups")
        #expect(identified(ada(["_claim_names": "groups"]), rule) == "claimMissing, sub corp:1, claim groups")
        #expect(
            identified(ada(elsewhere)) {
                $0.admission.groups = ["staff"]
                $0.admission.subjects = ["1"]
            } == ada, "another list fits")
    }

    @Test("subjects are as the provider has them, without its name") func subjects() {
        #expect(identified(ada([:])) { $0.admission.subjects = ["1"] } == ada)
        for other in ["corp:1", "01", "1 ", ""] {
            #expect(
                identified(ada([:])) { $0.admission.subjects = [other] }
                    == "personUnlisted, sub corp:1, looked_at subjects")
        }
        #expect(
            identified(["sub": "x", "uid": .integer(1)]) {
                $0.claims.subject = .mapped(ClaimPath("uid"))
                $0.admission.subjects = ["1"]
            } == "1, 1")
    }

    @Test("one list that fits is enough, and what is missing is told only where none fits") func several() {
        let lists = { (settings: inout ProviderSettings) in
            settings.admission.domains = ["example.com"]
            settings.admission.groups = ["staff"]
            settings.admission.subjects = ["7"]
        }
        #expect(identified(ada(["email": "a@example.com", "email_verified": true]), lists) == ada)
        #expect(identified(ada(["groups": ["staff"]]), lists) == ada)
        #expect(identified(ada(["sub": "7"]), lists) == "corp:7, Ada")
        #expect(identified(ada(["groups": ["x"]]), lists) == "emailMissing, sub corp:1, claim email")
        #expect(
            identified(ada(["email": "a@example.org", "email_verified": true]), lists)
                == "claimMissing, sub corp:1, claim groups")
        #expect(
            identified(ada(["email": "a@example.org", "email_verified": true, "groups": []]), lists)
                == "personUnlisted, sub corp:1, looked_at domains groups subjects, domain example.org")
    }

    @Test(
        "organizations are text, a list of text, or a list of objects with a login",
        arguments: [
            ("acme", nil), (["acme"], nil), ([["login": "acme"]], nil), ([["login": "Acme"]], nil),
            (["login": "acme"], nil), (["x", "acme"], nil),
            ("Acme", "organizationForeign"), (["x"], "organizationForeign"), ([], "organizationForeign"),
            ([["login": "acme2"]], "organizationForeign"),
            (["acme", 1], "claimMissing"), ([["name": "acme"]], "claimMissing"), (1, "claimMissing"),
            (.null, "claimMissing"), (true, "claimMissing"),
        ] as [(JSONValue, String?)])
    func organizations(sent: JSONValue, refused: String?) {
        let found = identified(ada(["org": sent])) {
            $0.claims.organization = ClaimPath("org")
            $0.admission.organizations = ["acme"]
        }
        #expect(found == refused.map { "\($0), sub corp:1, claim org" } ?? ada)
    }

    @Test("everybody is of a listed organization, whatever the other lists say") func organizationFirst() {
        let rule = { (settings: inout ProviderSettings) in
            settings.claims.organization = ClaimPath("hd")
            settings.admission.organizations = ["example.com"]
            settings.admission.subjects = ["1"]
        }
        #expect(identified(ada(["hd": "example.com"]), rule) == ada)
        #expect(identified(ada(["hd": "example.org"]), rule) == "organizationForeign, sub corp:1, claim hd")
        #expect(identified(ada([:]), rule) == "claimMissing, sub corp:1, claim hd")
        #expect(
            identified(ada(["sub": "2", "hd": "example.com"]), rule)
                == "personUnlisted, sub corp:2, looked_at subjects")
    }

    @Test("a rule that looks at what the manifest names no claim for lets nobody in") func unnamed() {
        #expect(identified(ada([:])) { $0.admission.organizations = ["acme"] } == "claimMissing, sub corp:1")
        #expect(
            identified(ada(["groups": ["staff"]])) {
                $0.claims.groups = nil
                $0.admission.groups = ["staff"]
            } == "claimMissing, sub corp:1")
    }

    @Test(
        "all ceilings that fit are added up, and one without a list fits everybody",
        arguments: [
            (["groups": ["staff", "admins"]], "corp:1, Ada, [read write manage]"),
            (["groups": ["staff"]], "corp:1, Ada, [read write]"),
            (["groups": []], "corp:1, Ada, [read]"), ([:], "corp:1, Ada, [read]"),
        ] as [(JSONValue, String)])
    func ceilings(claims: JSONValue, expected: String) throws {
        let ceilings = [
            ScopeCeiling(scope: try #require(Scope("read"))),
            ScopeCeiling(scope: try #require(Scope("write")), groups: ["staff"]),
            ScopeCeiling(scope: try #require(Scope("read manage")), groups: ["admins", "root"]),
        ]
        #expect(identified(ada(claims)) { $0.admission.ceilings = ceilings } == expected)
    }

    @Test("a ceiling fits by each of its lists") func ceilingLists() throws {
        let scope = try #require(Scope("read"))
        let claims = ada(["email": "a@example.com", "email_verified": true, "groups": ["staff"]])
        for ceiling in [
            ScopeCeiling(scope: scope, groups: ["staff"]),
            ScopeCeiling(scope: scope, emails: ["A@Example.com"]),
            ScopeCeiling(scope: scope, domains: ["Example.com"]), ScopeCeiling(scope: scope, subjects: ["1"]),
            ScopeCeiling(scope: scope, groups: ["x"], subjects: ["1"]),
        ] {
            #expect(identified(claims) { $0.admission.ceilings = [ceiling] } == "corp:1, Ada, [read]")
        }
    }

    @Test("where no ceiling fits nothing is left, and where one could not be looked at it is told why")
    func noCeiling() throws {
        let ceiling = ScopeCeiling(scope: try #require(Scope("read")), groups: ["staff"])
        let rule = { (settings: inout ProviderSettings) in settings.admission.ceilings = [ceiling] }
        #expect(identified(ada(["groups": ["x"]]), rule) == "corp:1, Ada, []")
        #expect(identified(ada([:]), rule) == "claimMissing, sub corp:1, claim groups")
    }

    @Test("who is not let in is told whom to ask, and the operator at which upstream") func contact() throws {
        func refusal(_ claims: JSONObject) throws -> UpstreamRefusal {
            let settings = ProviderSettings.corp { $0.admission.subjects = ["2"] }
            let result = Identification(settings, others: [], clientIDs: []).identify(claims, tokens: nil)
            return try #require(throws: UpstreamRefusal.self) { try result.get() }
        }
        for claims in [JSONObject(), JSONObject(["sub": "1"])] {
            let refusal = try refusal(claims)
            #expect(refusal.contact == "it@example.com")
            #expect(refusal.error.facts.first == Fact("upstream", "corp"))
            #expect(!refusal.isAnswer)
        }
    }

    @Test("a rule reads a list once, however long it is") func cost() {
        let many = (0..<10_000).map { JSONValue.string("group-\($0)") }
        let meter = ComparisonMeter()
        ComparisonMeter.$current.withValue(meter) {
            _ = identified(ada(["groups": .array(many)])) {
                $0.admission.groups = (0..<1000).map { "wanted-\($0)" }
            }
        }
        #expect(meter.count < 10_000 * 40)
    }

    @Test("an attempt is explained claim by claim, first those that rules look at") func explained() {
        let claims = JSONObject([
            "iss": "https://login.example.com", "sub": "1", "email": "ada@example.com", "groups": ["a", "b"],
        ])
        let identification = Identification(.corp(), others: [], clientIDs: [])
        let lines = identification.explain(claims).map {
            "\($0.name.shown) = \($0.value?.shown ?? "-"): \($0.rule)"
        }
        #expect(
            lines == [
                "sub = 1: sub: corp:1",
                "email = ada@example.com: e-mail: the provider does not vouch for the person's e-mail address",
                "email_verified = -: e-mail: whether it counts", #"groups = ["a","b"]: groups: 2"#,
                "iss = https://login.example.com: ",
            ])
    }
}
