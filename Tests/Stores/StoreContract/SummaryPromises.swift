import OAuthModel
import Storage
import Support
import Testing

let summaryPromises: [StorePromise] = [
    StorePromise(
        "a grant that begins without a code has its tokens at once, and lives no longer than it is given"
    ) {
        fixture in
        let store = fixture.store
        let validity = try await store.begin(
            key("grant"), issuing: fixture.issued(refresh: nil, grantLifetime: .seconds(60)),
            summary: summary())
        #expect(validity == IssuedValidity(accessToken: fixture.validity(.seconds(60)), refreshToken: nil))
        #expect(try await fixture.hasAccess("access"))
        #expect(try await fixture.isSpent("refresh") == nil)
        fixture.clock.advance(by: .seconds(60) - .milliseconds(1))
        #expect(try await fixture.hasAccess("access"))
        fixture.clock.advance(by: .milliseconds(1))
        #expect(try await !fixture.hasAccess("access"))
        #expect(try await store.summaries(under: index("client"), limit: 10) == [])
    },
    StorePromise("a grant that begins without a code can be refreshed and revoked like any") { fixture in
        let store = fixture.store
        for name in ["refreshed", "revoked"] {
            _ = try await store.begin(key(name), issuing: fixture.issued(), summary: summary())
        }
        guard case .rotated = try await fixture.rotate("refresh", to: "next", of: "refreshed") else {
            #expect(Bool(false), "it was not rotated")
            return
        }
        #expect(try await fixture.hasAccess("access-next", of: "refreshed"))
        #expect(try await store.revoke(key("revoked")))
        #expect(try await !fixture.hasAccess("access", of: "revoked"))
    },
    StorePromise("to begin a grant that is there already is answered by whoever began it, and by nobody else")
    {
        fixture in
        let store = fixture.store
        let first = try await store.begin(key("grant"), issuing: fixture.issued(), summary: summary())
        fixture.clock.advance(by: .seconds(1))
        #expect(
            try await store.begin(key("grant"), issuing: fixture.issued(), summary: summary()) == first)
        await #expect(throws: StoreError.self) {
            try await store.begin(
                key("grant"), issuing: fixture.issued(access: "other", refresh: "another"),
                summary: summary("of another"))
        }
        #expect(
            try await store.summaries(under: index("client"), limit: 10).map(\.summary) == [sealed("summary")]
        )
        try await fixture.begin("with a code")
        await #expect(throws: StoreError.self) {
            try await store.begin(key("with a code"), issuing: fixture.issued(), summary: summary())
        }
    },
    StorePromise("a grant is found by its client and by its subject, from its beginning to its end") {
        fixture in
        let store = fixture.store
        let told = summary("one", client: "c1", subject: "s1")
        func found(_ name: String) async throws -> [SealedRecord] {
            try await store.summaries(under: index(name), limit: 10).map(\.summary)
        }
        try await store.insert(
            code: digest("code"), sealed("record"), of: key("grant"),
            lifetime: StoreFixture.codeLifetime, summary: told)
        #expect(try await found("c1") == [sealed("one")])
        #expect(try await found("s1") == [sealed("one")])
        #expect(try await found("client").isEmpty)
        let redeemed = summary("two", client: "c1", subject: "s1")
        _ = try await store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued(), summary: redeemed)
        #expect(try await found("c1") == [sealed("two")])
        fixture.clock.advance(by: .seconds(3600))
        let rotated = summary("three", client: "c1", subject: "s1")
        _ = try await store.rotate(
            refreshToken: digest("refresh"), of: key("grant"), reuse: .replay(.seconds(30)),
            issuing: fixture.rotated(to: "next"), summary: rotated)
        #expect(try await found("s1") == [sealed("three")])
        // The same answer again tells nothing new.
        _ = try await store.rotate(
            refreshToken: digest("refresh"), of: key("grant"), reuse: .replay(.seconds(30)),
            issuing: fixture.rotated(to: "again"), summary: summary("four", client: "c1", subject: "s1"))
        #expect(
            try await store.summaries(under: index("c1"), limit: 10)
                == [SummarizedGrant(key: key("grant"), summary: sealed("three"))])
        try await store.revoke(key("grant"))
        #expect(try await found("c1").isEmpty)
        #expect(try await found("s1").isEmpty)
    },
    StorePromise("whatever ends a grant, it is found no more") { fixture in
        let store = fixture.store
        func find(_ name: String) async throws -> Int {
            let found = try await store.summaries(under: index(name), limit: 10)
            return found.count
        }
        func begin(_ name: String) async throws {
            try await store.insert(
                code: digest("code"), sealed("record"), of: key(name), lifetime: StoreFixture.codeLifetime,
                summary: summary(client: name, subject: name))
        }
        for name in ["expired", "guessed"] { try await begin(name) }
        for name in ["reused", "refused", "left"] {
            try await begin(name)
            _ = try await store.redeem(
                code: digest("code"), of: key(name), issuing: fixture.issued(),
                summary: summary(client: name, subject: name))
        }
        for name in ["expired", "guessed", "reused", "refused", "left"] { #expect(try await find(name) == 1) }
        _ = try await store.countFailure(code: digest("code"), of: key("guessed"), limit: 1)
        #expect(try await find("guessed") == 0)
        for name in ["reused", "refused"] {
            _ = try await store.rotate(
                refreshToken: digest("refresh"), of: key(name), reuse: .strict,
                issuing: fixture.rotated(to: "next"), summary: summary(client: name, subject: name))
        }
        _ = try await fixture.rotate("refresh", to: "thief", of: "reused")
        #expect(try await find("reused") == 0)
        #expect(try await fixture.revokeIfReused("refresh", of: "refused", reuse: .strict))
        #expect(try await find("refused") == 0)
        fixture.clock.advance(by: StoreFixture.codeLifetime)
        #expect(try await find("expired") == 0)
        #expect(try await find("left") == 1)
        fixture.clock.advance(by: StoreFixture.refreshLifetime)
        #expect(try await find("left") == 0)
    },
    StorePromise("a grant that has nothing but an access token ends with it, one that has more does not") {
        fixture in
        let store = fixture.store
        _ = try await store.begin(key("one"), issuing: fixture.issued(refresh: nil), summary: summary())
        _ = try await store.begin(key("more"), issuing: fixture.issued(), summary: summary())
        for name in ["one", "more"] {
            #expect(try await store.revoke(accessToken: digest("access"), of: key(name)))
        }
        let left = try await store.summaries(under: index("subject"), limit: 10)
        #expect(left.map(\.key) == [key("more")])
        #expect(try await !store.revoke(key("one")))
        #expect(try await fixture.isSpent("refresh", of: "more") == false)
    },
    StorePromise(
        "no more summaries are given than are asked for, and of each only those of whom is asked for"
    ) {
        fixture in
        let store = fixture.store
        for number in 0..<20 {
            _ = try await store.begin(
                key("\(number)"), issuing: fixture.issued(),
                summary: summary("\(number)", client: "all", subject: number < 3 ? "few" : "many"))
        }
        #expect(try await store.summaries(under: index("all"), limit: 100).count == 20)
        #expect(try await store.summaries(under: index("all"), limit: 7).count == 7)
        let few = try await store.summaries(under: index("few"), limit: 100)
        #expect(Set(few) == Set((0..<3).map { SummarizedGrant(key: key("\($0)"), summary: sealed("\($0)")) }))
        #expect(try await store.summaries(under: index("nobody"), limit: 100) == [])
    },
    StorePromise("those that began first are named when there are too many, a few at a time") { fixture in
        let store = fixture.store
        for number in 0..<40 {
            _ = try await store.begin(
                key("\(number)"), issuing: fixture.issued(), summary: summary(subject: "s"))
            fixture.clock.advance(by: .seconds(1))
        }
        #expect(try await store.oldest(under: index("s"), beyond: 40) == [])
        #expect(try await store.oldest(under: index("s"), beyond: 38) == [key("0"), key("1")])
        #expect(try await store.oldest(under: index("s"), beyond: 1).count == GrantLimits.endedAtOnce)
        try await store.revoke(key("0"))
        #expect(try await store.oldest(under: index("s"), beyond: 38) == [key("1")])
        #expect(try await store.oldest(under: index("nobody"), beyond: 1) == [])
    },
]
