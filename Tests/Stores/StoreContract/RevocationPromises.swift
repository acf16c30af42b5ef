import OAuthModel
import Storage
import Support
import Testing

let revocationPromises: [StorePromise] = [
    StorePromise("a grant that is revoked is gone with everything that descends from it") { fixture in
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second")
        #expect(try await fixture.store.revoke(key("grant")))
        #expect(try await !fixture.hasAccess("access-second"))
        #expect(try await fixture.isSpent("refresh") == nil)
        #expect(try await fixture.isSpent("second") == nil)
        #expect(try await fixture.store.load(code: digest("code"), of: key("grant")) == nil)
        for reuse in [RefreshReuse.strict, .grace(.seconds(30)), .replay(.seconds(30))] {
            #expect(try await fixture.rotate("second", to: "third", reuse: reuse) == .unknown)
            #expect(try await fixture.rotate("refresh", to: "third", reuse: reuse) == .unknown)
        }
        let replay = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        #expect(replay == .unknown)
        #expect(try await !fixture.hasAccess("access"))
    },
    StorePromise("a grant is revoked once, and one that never was not at all") { fixture in
        try await fixture.beginRedeemed("grant")
        #expect(try await fixture.store.revoke(key("grant")))
        #expect(try await !fixture.store.revoke(key("grant")))
        #expect(try await !fixture.store.revoke(key("never")))
    },
    StorePromise("revoking one grant leaves the others") { fixture in
        try await fixture.beginRedeemed("grant")
        try await fixture.beginRedeemed("other")
        _ = try await fixture.store.revoke(key("grant"))
        #expect(try await fixture.hasAccess("access", of: "other"))
        #expect(try await fixture.isSpent("refresh", of: "other") == false)
    },
    StorePromise("a grant that has expired is not there to be revoked") { fixture in
        try await fixture.begin("grant")
        fixture.clock.advance(by: StoreFixture.codeLifetime)
        #expect(try await !fixture.store.revoke(key("grant")))
    },
    StorePromise("a healthy store says so") { fixture in
        try await fixture.store.check()
    },
]
