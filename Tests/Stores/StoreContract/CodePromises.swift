import Storage
import Support
import Testing

let codePromises: [StorePromise] = [
    StorePromise("a code is found under its grant, with its record and its validity") { fixture in
        try await fixture.begin("grant")
        let code = try await fixture.store.load(code: digest("code"), of: key("grant"))
        #expect(code?.record.sealed == sealed("record of code"))
        #expect(code?.record.validity == fixture.validity(StoreFixture.codeLifetime))
        #expect(code?.isRedeemed == false)
    },
    StorePromise("a code is not found under another grant, nor another code under its grant") { fixture in
        try await fixture.begin("grant")
        try await fixture.begin("other", code: "other code")
        #expect(try await fixture.store.load(code: digest("code"), of: key("other")) == nil)
        #expect(try await fixture.store.load(code: digest("other code"), of: key("grant")) == nil)
        #expect(try await fixture.store.load(code: digest("code"), of: key("nowhere")) == nil)
    },
    StorePromise("a code lives while its lifetime runs and not a millisecond longer") { fixture in
        try await fixture.begin("grant")
        fixture.clock.advance(by: StoreFixture.codeLifetime - .milliseconds(1))
        #expect(try await fixture.store.load(code: digest("code"), of: key("grant")) != nil)
        fixture.clock.advance(by: .milliseconds(1))
        #expect(try await fixture.store.load(code: digest("code"), of: key("grant")) == nil)
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        #expect(answer == .unknown)
        #expect(try await !fixture.hasAccess("access"))
    },
    StorePromise("a grant that exists is not begun anew, and stays as it is") { fixture in
        try await fixture.beginRedeemed("grant")
        await #expect(throws: StoreError.self) { try await fixture.begin("grant", code: "second") }
        #expect(try await fixture.hasAccess("access"))
        #expect(try await fixture.store.load(code: digest("second"), of: key("grant")) == nil)
    },
    StorePromise("a grant may begin where one has expired") { fixture in
        try await fixture.begin("grant")
        fixture.clock.advance(by: StoreFixture.codeLifetime)
        try await fixture.begin("grant", code: "second")
        #expect(try await fixture.store.load(code: digest("second"), of: key("grant")) != nil)
        #expect(try await fixture.store.load(code: digest("code"), of: key("grant")) == nil)
    },
    StorePromise("wrong verifiers are counted, and the last one allowed kills the code and its grant") {
        fixture in
        try await fixture.begin("grant")
        for _ in 1...4 {
            let answer = try await fixture.store.countFailure(
                code: digest("code"), of: key("grant"), limit: 5)
            #expect(answer == .counted)
        }
        #expect(try await fixture.store.load(code: digest("code"), of: key("grant")) != nil)
        let last = try await fixture.store.countFailure(code: digest("code"), of: key("grant"), limit: 5)
        #expect(last == .dead)
        #expect(try await fixture.store.load(code: digest("code"), of: key("grant")) == nil)
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        #expect(answer == .unknown)
        #expect(try await !fixture.store.revoke(key("grant")))
    },
    StorePromise("a code that has seen wrong verifiers can still be redeemed") { fixture in
        try await fixture.begin("grant")
        for _ in 1...4 {
            _ = try await fixture.store.countFailure(code: digest("code"), of: key("grant"), limit: 5)
        }
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        guard case .redeemed = answer else { return #expect(Bool(false), "\(answer)") }
    },
    StorePromise("no wrong verifier is counted against a code that is redeemed, expired or unknown") {
        fixture in
        try await fixture.begin("expired")
        fixture.clock.advance(by: StoreFixture.codeLifetime)
        try await fixture.beginRedeemed("redeemed")
        for (code, grant) in [("code", "redeemed"), ("code", "expired"), ("code", "no"), ("no", "redeemed")] {
            let answer = try await fixture.store.countFailure(code: digest(code), of: key(grant), limit: 1)
            #expect(answer == .unknown, "\(code) of \(grant)")
        }
        #expect(try await fixture.hasAccess("access", of: "redeemed"))
    },
]
