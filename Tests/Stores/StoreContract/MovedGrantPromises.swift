import OAuthModel
import Storage
import Support
import Testing

private let window = Duration.seconds(30)

let movedGrantPromises: [MovePromise] = [
    MovePromise("a code that was not redeemed can be redeemed, once; wrong verifiers stay counted") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.begin("fresh")
            try await fixture.begin("tried")
            for _ in 1...4 {
                _ = try await fixture.store.countFailure(code: digest("code"), of: key("tried"), limit: 5)
            }
        }
        try await move.copy()
        try await move.after { (fixture) async throws in
            let store = fixture.store
            let code = try await store.load(code: digest("code"), of: key("fresh"))
            #expect(code?.record.sealed == sealed("record of code"))
            #expect(code?.record.validity == fixture.validity(StoreFixture.codeLifetime))
            #expect(
                try await store.countFailure(code: digest("code"), of: key("tried"), limit: 5) == .dead)
            let first = try await store.redeem(
                code: digest("code"), of: key("fresh"), issuing: fixture.issued())
            guard case .redeemed = first else { return #expect(Bool(false), "\(first)") }
            #expect(try await fixture.hasAccess("access", of: "fresh"))
        }
    },
    MovePromise("a code that was redeemed stays redeemed, and its tokens live as long as they would have") {
        move in
        try await move.fill { try await $0.beginRedeemed("grant") }
        try await move.copy()
        try await move.after { (fixture) async throws in
            let again = try await fixture.store.redeem(
                code: digest("code"), of: key("grant"), issuing: fixture.issued(access: "other"))
            #expect(again == .alreadyRedeemed)
            let access = try await fixture.store.load(accessToken: digest("access"), of: key("grant"))
            #expect(access?.sealed == sealed("record of access"))
            #expect(access?.validity == fixture.validity(StoreFixture.accessLifetime))
            fixture.clock.advance(by: StoreFixture.accessLifetime)
            #expect(try await !fixture.hasAccess("access"))
            #expect(try await fixture.isSpent("refresh") == false)
        }
    },
    MovePromise("a refresh token can be used, and ends the access token beside it; the grant keeps its end") {
        move in
        try await move.fill { try await $0.beginRedeemed("grant") }
        let end = move.clock.now.advanced(by: StoreFixture.grantLifetime)
        try await move.copy()
        try await move.after { (fixture) async throws in
            _ = try await fixture.rotate("refresh", to: "second")
            #expect(try await !fixture.hasAccess("access"))
            #expect(try await fixture.hasAccess("access-second"))
            for (from, to) in [("second", "3"), ("3", "4"), ("4", "5")] {
                fixture.clock.advance(by: StoreFixture.refreshLifetime - .seconds(60))
                _ = try await fixture.rotate(from, to: to)
            }
            let last = try await fixture.store.load(refreshToken: digest("5"), of: key("grant"))
            #expect(last?.record.validity.expiresAt == end)
        }
    },
    MovePromise("a token that was spent just before is answered again, until its successor is used") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.beginRedeemed("grant")
            _ = try await fixture.rotate("refresh", to: "second", reuse: .replay(window))
        }
        try await move.copy()
        try await move.after { (fixture) async throws in
            fixture.clock.advance(by: .seconds(10))
            #expect(
                try await fixture.rotate("refresh", to: "third", reuse: .replay(window))
                    == .replayed(
                        sealed("replay of second"), remaining: StoreFixture.accessLifetime - .seconds(10)))
            _ = try await fixture.rotate("second", to: "third", reuse: .replay(window))
            #expect(try await fixture.rotate("refresh", to: "fourth", reuse: .replay(window)) == .reused)
            #expect(try await fixture.isSpent("third") == nil)
        }
    },
    MovePromise("a token that was spent twenty rotations ago still ends its grant") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.beginRedeemed("grant")
            for number in 1...20 {
                fixture.clock.advance(by: .seconds(60))
                _ = try await fixture.rotate(number == 1 ? "refresh" : "\(number - 1)", to: "\(number)")
            }
        }
        try await move.copy()
        try await move.after { (fixture) async throws in
            #expect(try await fixture.isSpent("20") == false)
            #expect(try await fixture.isSpent("7") == true)
            let first = try await fixture.store.load(refreshToken: digest("refresh"), of: key("grant"))
            #expect(first?.record.sealed == sealed("record of refresh"))
            #expect(try await fixture.revokeIfReused("refresh", of: "grant", reuse: .replay(window)))
            #expect(try await fixture.isSpent("20") == nil)
        }
    },
    MovePromise("grace: both successors live on, and the window counts from the first use") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.beginRedeemed("grant")
            _ = try await fixture.rotate("refresh", to: "left", reuse: .grace(window))
            _ = try await fixture.rotate("refresh", to: "right", reuse: .grace(window))
        }
        try await move.copy()
        try await move.after { (fixture) async throws in
            for name in ["left", "right"] {
                #expect(try await fixture.isSpent(name) == false)
                #expect(try await fixture.hasAccess("access-\(name)"))
            }
            _ = try await fixture.rotate("left", to: "left-2", reuse: .grace(window))
            #expect(try await fixture.hasAccess("access-right"))
            fixture.clock.advance(by: window)
            #expect(try await fixture.rotate("refresh", to: "late", reuse: .grace(window)) == .reused)
        }
    },
    MovePromise("what was revoked does not come along") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.beginRedeemed("gone")
            try await fixture.store.revoke(key("gone"))
            try await fixture.beginRedeemed("half")
            try await fixture.store.revoke(accessToken: digest("access"), of: key("half"))
        }
        try await move.copy()
        try await move.after { (fixture) async throws in
            #expect(try await fixture.isSpent("refresh", of: "gone") == nil)
            #expect(try await !fixture.hasAccess("access", of: "half"))
            #expect(try await fixture.isSpent("refresh", of: "half") == false)
            #expect(try await fixture.store.revoke(key("half")))
        }
    },
]
