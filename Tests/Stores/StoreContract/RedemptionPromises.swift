import Storage
import Support
import Testing

let redemptionPromises: [StorePromise] = [
    StorePromise("a redemption issues its tokens, each for its lifetime") { fixture in
        try await fixture.begin("grant")
        fixture.clock.advance(by: .seconds(5))
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        let access = fixture.validity(StoreFixture.accessLifetime)
        let refresh = fixture.validity(StoreFixture.refreshLifetime)
        #expect(answer == .redeemed(IssuedValidity(accessToken: access, refreshToken: refresh)))
        let loaded = try await fixture.store.load(accessToken: digest("access"), of: key("grant"))
        #expect(loaded == StoredRecord(sealed: sealed("record of access"), validity: access))
        let token = try await fixture.store.load(refreshToken: digest("refresh"), of: key("grant"))
        #expect(token?.record == StoredRecord(sealed: sealed("record of refresh"), validity: refresh))
        #expect(token?.isSpent == false)
    },
    StorePromise("a redemption without a refresh token issues none") { fixture in
        try await fixture.begin("grant")
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued(refresh: nil))
        let access = fixture.validity(StoreFixture.accessLifetime)
        #expect(answer == .redeemed(IssuedValidity(accessToken: access, refreshToken: nil)))
        #expect(try await fixture.hasAccess("access"))
        #expect(try await fixture.isSpent("refresh") == nil)
    },
    StorePromise(
        "a code is redeemed once; a replay is told apart for the rest of the code's life, and changes nothing"
    ) {
        fixture in
        try await fixture.beginRedeemed("grant")
        let second = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued(access: "no", refresh: "nor"))
        #expect(second == .alreadyRedeemed)
        #expect(try await fixture.store.load(code: digest("code"), of: key("grant"))?.isRedeemed == true)
        #expect(try await fixture.hasAccess("access"))
        #expect(try await !fixture.hasAccess("no"))
        #expect(try await fixture.isSpent("nor") == nil)
        fixture.clock.advance(by: StoreFixture.codeLifetime - .milliseconds(1))
        let late = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued(access: "no", refresh: "nor"))
        #expect(late == .alreadyRedeemed)
        fixture.clock.advance(by: .milliseconds(1))
        let after = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued(access: "no", refresh: "nor"))
        #expect(after == .unknown)
        #expect(try await fixture.hasAccess("access"))
    },
    StorePromise("a replay is told apart even when every token has expired before the code") { fixture in
        try await fixture.begin("grant")
        _ = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"),
            issuing: fixture.issued(refresh: nil, grantLifetime: .seconds(1)))
        fixture.clock.advance(by: .seconds(2))
        #expect(try await !fixture.hasAccess("access"))
        let second = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        #expect(second == .alreadyRedeemed)
    },
    StorePromise("a code is not redeemed under another grant, and stays for its own") { fixture in
        try await fixture.begin("grant")
        try await fixture.begin("other", code: "other code")
        let foreign = try await fixture.store.redeem(
            code: digest("code"), of: key("other"), issuing: fixture.issued())
        #expect(foreign == .unknown)
        #expect(try await !fixture.hasAccess("access", of: "other"))
        let own = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        guard case .redeemed = own else { return #expect(Bool(false), "\(own)") }
    },
    StorePromise("no token outlives its grant") { fixture in
        try await fixture.begin("grant")
        let short = Duration.seconds(600)
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued(grantLifetime: short))
        let end = fixture.validity(short)
        #expect(answer == .redeemed(IssuedValidity(accessToken: end, refreshToken: end)))
        fixture.clock.advance(by: short - .milliseconds(1))
        #expect(try await fixture.hasAccess("access"))
        #expect(try await fixture.isSpent("refresh") == false)
        fixture.clock.advance(by: .milliseconds(1))
        #expect(try await !fixture.hasAccess("access"))
        #expect(try await fixture.isSpent("refresh") == nil)
    },
    StorePromise("a grant that was revoked can't be redeemed") { fixture in
        try await fixture.begin("grant")
        #expect(try await fixture.store.revoke(key("grant")))
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        #expect(answer == .unknown)
        #expect(try await !fixture.hasAccess("access"))
    },
]

let accessTokenPromises: [StorePromise] = [
    StorePromise("an access token lives while its lifetime runs and not a millisecond longer") { fixture in
        try await fixture.beginRedeemed("grant")
        fixture.clock.advance(by: StoreFixture.accessLifetime - .milliseconds(1))
        #expect(try await fixture.hasAccess("access"))
        fixture.clock.advance(by: .milliseconds(1))
        #expect(try await !fixture.hasAccess("access"))
        #expect(try await fixture.isSpent("refresh") == false, "the refresh token lives on")
    },
    StorePromise("an access token is found under its own grant only, and as nothing else") { fixture in
        try await fixture.beginRedeemed("grant")
        try await fixture.begin("other")
        #expect(try await !fixture.hasAccess("access", of: "other"))
        #expect(try await !fixture.hasAccess("access", of: "nowhere"))
        #expect(try await !fixture.hasAccess("refresh"))
        #expect(try await !fixture.hasAccess("code"))
        #expect(try await fixture.isSpent("access") == nil)
    },
    StorePromise("an access token that is revoked ends alone") { fixture in
        try await fixture.beginRedeemed("grant")
        #expect(try await fixture.store.revoke(accessToken: digest("access"), of: key("grant")))
        #expect(try await !fixture.hasAccess("access"))
        #expect(try await fixture.isSpent("refresh") == false)
        #expect(try await !fixture.store.revoke(accessToken: digest("access"), of: key("grant")))
    },
    StorePromise("an access token is not revoked by way of another grant, nor a refresh token as one") {
        fixture in
        try await fixture.beginRedeemed("grant")
        try await fixture.begin("other")
        #expect(try await !fixture.store.revoke(accessToken: digest("access"), of: key("other")))
        #expect(try await !fixture.store.revoke(accessToken: digest("refresh"), of: key("grant")))
        #expect(try await fixture.hasAccess("access"))
        #expect(try await fixture.isSpent("refresh") == false)
    },
    StorePromise("an access token that has expired is not there to be revoked") { fixture in
        try await fixture.beginRedeemed("grant")
        fixture.clock.advance(by: StoreFixture.accessLifetime)
        #expect(try await !fixture.store.revoke(accessToken: digest("access"), of: key("grant")))
    },
]
