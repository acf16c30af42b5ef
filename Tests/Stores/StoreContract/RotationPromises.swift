import OAuthModel
import Storage
import Support
import Testing

let rotationPromises: [StorePromise] = [
    StorePromise("a rotation spends the token, ends the access token beside it, and issues both anew") {
        fixture in
        try await fixture.beginRedeemed("grant")
        fixture.clock.advance(by: .seconds(100))
        let answer = try await fixture.rotate("refresh", to: "second")
        #expect(
            answer
                == .rotated(
                    IssuedValidity(
                        accessToken: fixture.validity(StoreFixture.accessLifetime),
                        refreshToken: fixture.validity(StoreFixture.refreshLifetime))))
        #expect(try await !fixture.hasAccess("access"))
        #expect(try await fixture.hasAccess("access-second"))
        #expect(try await fixture.isSpent("refresh") == true)
        #expect(try await fixture.isSpent("second") == false)
    },
    StorePromise("a spent token keeps its record and its validity") { fixture in
        try await fixture.beginRedeemed("grant")
        let validity = fixture.validity(StoreFixture.refreshLifetime)
        for number in 1...20 {
            fixture.clock.advance(by: .seconds(10))
            _ = try await fixture.rotate(number == 1 ? "refresh" : "\(number - 1)", to: "\(number)")
        }
        let first = try await fixture.store.load(refreshToken: digest("refresh"), of: key("grant"))
        #expect(first?.record == StoredRecord(sealed: sealed("record of refresh"), validity: validity))
        let tenth = try await fixture.store.load(refreshToken: digest("10"), of: key("grant"))
        #expect(tenth?.record.sealed == sealed("record of 10"))
        #expect(tenth?.isSpent == true)
        #expect(try await fixture.isSpent("20") == false)
    },
    StorePromise("a refresh token lives while its lifetime runs and not a millisecond longer") { fixture in
        try await fixture.beginRedeemed("grant")
        fixture.clock.advance(by: StoreFixture.refreshLifetime - .milliseconds(1))
        #expect(try await fixture.isSpent("refresh") == false)
        fixture.clock.advance(by: .milliseconds(1))
        #expect(try await fixture.isSpent("refresh") == nil)
        #expect(try await fixture.rotate("refresh", to: "second") == .unknown)
        #expect(try await !fixture.hasAccess("access-second"))
    },
    StorePromise("the grant ends at its absolute lifetime under steady rotation") { fixture in
        try await fixture.beginRedeemed("grant")
        let end = fixture.validity(StoreFixture.grantLifetime).expiresAt
        for (from, to) in [("refresh", "1"), ("1", "2"), ("2", "3")] {
            fixture.clock.advance(by: StoreFixture.refreshLifetime - .seconds(60))
            _ = try await fixture.rotate(from, to: to)
        }
        let last = try await fixture.store.load(refreshToken: digest("3"), of: key("grant"))
        #expect(last?.record.validity.expiresAt == end)
        fixture.clock.advance(by: end.since(fixture.clock.now) - .milliseconds(1))
        let cut = try await fixture.rotate("3", to: "4")
        let rest = fixture.validity(.milliseconds(1))
        #expect(cut == .rotated(IssuedValidity(accessToken: rest, refreshToken: rest)))
        fixture.clock.advance(by: .milliseconds(1))
        #expect(try await fixture.rotate("4", to: "5") == .unknown)
        #expect(try await !fixture.hasAccess("access-4"))
        #expect(try await !fixture.store.revoke(key("grant")))
    },
    StorePromise("a refresh token is not rotated by way of another grant") { fixture in
        try await fixture.beginRedeemed("grant")
        try await fixture.begin("other")
        #expect(try await fixture.rotate("refresh", to: "second", of: "other") == .unknown)
        #expect(try await fixture.isSpent("refresh") == false)
        #expect(try await fixture.hasAccess("access"))
    },
    StorePromise("what the grant never had is unknown and changes nothing, in every mode") { fixture in
        try await fixture.beginRedeemed("grant")
        for reuse in [RefreshReuse.strict, .grace(.seconds(30)), .replay(.seconds(30))] {
            for name in ["never", "access", "code"] {
                #expect(try await fixture.rotate(name, to: "second", reuse: reuse) == .unknown)
            }
        }
        #expect(try await fixture.hasAccess("access"))
        #expect(try await fixture.isSpent("refresh") == false)
        #expect(try await fixture.isSpent("second") == nil)
    },
    StorePromise("rotation leaves an access token alone that was issued beside another refresh token") {
        fixture in
        try await fixture.beginRedeemed("grant")
        let grace = RefreshReuse.grace(.seconds(30))
        _ = try await fixture.rotate("refresh", to: "left", reuse: grace)
        _ = try await fixture.rotate("refresh", to: "right", reuse: grace)
        _ = try await fixture.rotate("left", to: "left-2", reuse: grace)
        #expect(try await !fixture.hasAccess("access-left"))
        #expect(try await fixture.hasAccess("access-right"))
    },
]
