import OAuthModel
import Storage
import Support
import Testing

private let window = Duration.seconds(30)

/// The grant is gone with all that belonged to it.
private func expectRevoked(_ fixture: StoreFixture) async throws {
    for name in ["refresh", "second", "third"] { #expect(try await fixture.isSpent(name) == nil, "\(name)") }
    for name in ["access", "access-second", "access-third"] {
        #expect(try await !fixture.hasAccess(name), "\(name)")
    }
    #expect(try await !fixture.store.revoke(key("grant")))
}

let reusePromises: [StorePromise] = [
    StorePromise("strict: a token used twice ends its grant in the same step") { fixture in
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second")
        #expect(try await fixture.rotate("refresh", to: "third") == .reused)
        try await expectRevoked(fixture)
        #expect(try await fixture.rotate("second", to: "third") == .unknown)
    },
    StorePromise("strict: a token spent many rotations ago still ends its grant") { fixture in
        try await fixture.beginRedeemed("grant")
        for number in 1...20 {
            _ = try await fixture.rotate(number == 1 ? "refresh" : "\(number - 1)", to: "\(number)")
        }
        #expect(try await fixture.rotate("refresh", to: "third") == .reused)
        try await expectRevoked(fixture)
        #expect(try await fixture.isSpent("20") == nil)
    },
    StorePromise("grace: within the window a token can be spent again, and both answers live") { fixture in
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second", reuse: .grace(window))
        fixture.clock.advance(by: window - .milliseconds(1))
        let answer = try await fixture.rotate("refresh", to: "third", reuse: .grace(window))
        guard case .rotated = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(try await fixture.isSpent("second") == false)
        #expect(try await fixture.isSpent("third") == false)
        #expect(try await fixture.hasAccess("access-second"))
        #expect(try await fixture.hasAccess("access-third"))
        #expect(try await fixture.isSpent("refresh") == true)
    },
    StorePromise("grace: the window counts from the first use; at its end the token is reused") { fixture in
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second", reuse: .grace(window))
        fixture.clock.advance(by: window / 2)
        _ = try await fixture.rotate("refresh", to: "third", reuse: .grace(window))
        fixture.clock.advance(by: window / 2)
        #expect(try await fixture.rotate("refresh", to: "fourth", reuse: .grace(window)) == .reused)
        try await expectRevoked(fixture)
    },
    StorePromise(
        "replay: within the window the first answer is given again with what remains of it, and nothing changes"
    ) {
        fixture in
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second", reuse: .replay(window))
        fixture.clock.advance(by: window - .milliseconds(1))
        for _ in 1...3 {
            let answer = try await fixture.rotate("refresh", to: "third", reuse: .replay(window))
            let remaining = StoreFixture.accessLifetime - (window - .milliseconds(1))
            #expect(answer == .replayed(sealed("replay of second"), remaining: remaining))
        }
        #expect(try await fixture.hasAccess("access-second"))
        #expect(try await fixture.isSpent("second") == false)
        #expect(try await fixture.isSpent("third") == nil)
        #expect(try await !fixture.hasAccess("access-third"))
    },
    StorePromise("replay: at the end of the window the token is reused, and its grant ends") { fixture in
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second", reuse: .replay(window))
        fixture.clock.advance(by: window)
        #expect(try await fixture.rotate("refresh", to: "third", reuse: .replay(window)) == .reused)
        try await expectRevoked(fixture)
    },
    StorePromise("a clock that is set back by some seconds excuses as before, in both modes") { fixture in
        for (grant, reuse) in [("a", RefreshReuse.grace(window)), ("b", .replay(window))] {
            try await fixture.beginRedeemed(grant)
            _ = try await fixture.rotate("refresh", to: "second", of: grant, reuse: reuse)
            fixture.clock.advance(by: .zero - RefreshReuse.clockTolerance + .milliseconds(1))
            #expect(try await !fixture.revokeIfReused("refresh", of: grant, reuse: reuse))
            switch try await fixture.rotate("refresh", to: "third", of: grant, reuse: reuse) {
            case .rotated: #expect(grant == "a")
            case .replayed: #expect(grant == "b")
            case let answer: #expect(Bool(false), "\(answer)")
            }
        }
    },
    StorePromise(
        "a clock that is set back by more opens no window anew: a token spent in the future is reused"
    ) {
        fixture in
        for (index, step) in [RefreshReuse.clockTolerance, .seconds(20), .seconds(7200)].enumerated() {
            for (mode, reuse) in [("grace", RefreshReuse.grace(window)), ("replay", .replay(window))] {
                let grant = "\(mode) \(index)"
                try await fixture.beginRedeemed(grant)
                _ = try await fixture.rotate("refresh", to: "second", of: grant, reuse: reuse)
                fixture.clock.advance(by: .zero - step)
                #expect(try await fixture.rotate("refresh", to: "third", of: grant, reuse: reuse) == .reused)
                #expect(try await fixture.isSpent("second", of: grant) == nil)
                #expect(try await !fixture.hasAccess("access-second", of: grant))
                fixture.clock.advance(by: step)
            }
        }
    },
    StorePromise("a clock that is set back does not hide a reuse from a request that can't be granted") {
        fixture in
        for (grant, reuse) in [("a", RefreshReuse.grace(window)), ("b", .replay(window))] {
            try await fixture.beginRedeemed(grant)
            _ = try await fixture.rotate("refresh", to: "second", of: grant, reuse: reuse)
            fixture.clock.advance(by: .seconds(-20))
            #expect(try await fixture.revokeIfReused("refresh", of: grant, reuse: reuse))
            #expect(try await fixture.isSpent("second", of: grant) == nil)
        }
    },
    StorePromise("a window shorter than what clocks are set back by is no longer before than after") {
        fixture in
        for (grant, window) in [("a", Duration.zero), ("b", .milliseconds(2))] {
            try await fixture.beginRedeemed(grant)
            _ = try await fixture.rotate("refresh", to: "second", of: grant, reuse: .replay(window))
            fixture.clock.advance(by: .milliseconds(-2))
            let answer = try await fixture.rotate("refresh", to: "third", of: grant, reuse: .replay(window))
            #expect(answer == .reused)
        }
    },
    StorePromise("replay: once the successor has been used the token is reused, within the window too") {
        fixture in
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second", reuse: .replay(window))
        _ = try await fixture.rotate("second", to: "third", reuse: .replay(window))
        #expect(try await fixture.rotate("refresh", to: "fourth", reuse: .replay(window)) == .reused)
        try await expectRevoked(fixture)
    },
    StorePromise("replay: the newest link of a chain is given again") { fixture in
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second", reuse: .replay(window))
        fixture.clock.advance(by: .seconds(3600))
        _ = try await fixture.rotate("second", to: "third", reuse: .replay(window))
        let answer = try await fixture.rotate("second", to: "fourth", reuse: .replay(window))
        #expect(answer == .replayed(sealed("replay of third"), remaining: StoreFixture.accessLifetime))
    },
    StorePromise(
        "a window of nothing is strict",
        { fixture in
            for (grant, reuse) in [("a", RefreshReuse.grace(.zero)), ("b", .replay(.zero))] {
                try await fixture.beginRedeemed(grant)
                _ = try await fixture.rotate("refresh", to: "second", of: grant, reuse: reuse)
                #expect(try await fixture.rotate("refresh", to: "third", of: grant, reuse: reuse) == .reused)
                #expect(try await fixture.isSpent("second", of: grant) == nil)
            }
        }),
    StorePromise("a reuse that nothing excuses ends the grant of a request that can't be granted, too") {
        fixture in
        for (grant, reuse) in [("a", RefreshReuse.strict), ("b", .grace(window)), ("c", .replay(window))] {
            try await fixture.beginRedeemed(grant)
            _ = try await fixture.rotate("refresh", to: "second", of: grant, reuse: reuse)
            if reuse != .strict { fixture.clock.advance(by: window) }
            #expect(try await fixture.revokeIfReused("refresh", of: grant, reuse: reuse))
            #expect(try await fixture.isSpent("second", of: grant) == nil)
            #expect(try await !fixture.hasAccess("access-second", of: grant))
            #expect(try await !fixture.store.revoke(key(grant)))
            #expect(try await !fixture.revokeIfReused("refresh", of: grant, reuse: reuse))
        }
    },
    StorePromise("a reuse that is excused ends nothing, and nothing is inserted or spent by the question") {
        fixture in
        for (grant, reuse) in [("a", RefreshReuse.grace(window)), ("b", .replay(window))] {
            try await fixture.beginRedeemed(grant)
            _ = try await fixture.rotate("refresh", to: "second", of: grant, reuse: reuse)
            fixture.clock.advance(by: window - .milliseconds(1))
            for _ in 1...3 {
                #expect(try await !fixture.revokeIfReused("refresh", of: grant, reuse: reuse))
            }
            #expect(try await fixture.isSpent("second", of: grant) == false)
            #expect(try await fixture.hasAccess("access-second", of: grant))
            let answer = try await fixture.rotate("refresh", to: "third", of: grant, reuse: reuse)
            switch answer {
            case .rotated: #expect(grant == "a")
            case .replayed: #expect(grant == "b")
            case .reused, .unknown: #expect(Bool(false), "\(answer)")
            }
        }
    },
    StorePromise("once the successor has been used a replay is excused no more, a grace still is") {
        fixture in
        for (grant, reuse) in [("a", RefreshReuse.grace(window)), ("b", .replay(window))] {
            try await fixture.beginRedeemed(grant)
            _ = try await fixture.rotate("refresh", to: "second", of: grant, reuse: reuse)
            _ = try await fixture.rotate("second", to: "third", of: grant, reuse: reuse)
            #expect(try await fixture.revokeIfReused("refresh", of: grant, reuse: reuse) == (grant == "b"))
            #expect(try await fixture.isSpent("third", of: grant) == (grant == "a" ? false : nil))
        }
    },
    StorePromise("what is not spent, or unknown, is no reuse") { fixture in
        try await fixture.beginRedeemed("grant")
        for reuse in [RefreshReuse.strict, .grace(window), .replay(window)] {
            for name in ["refresh", "never", "access", "code"] {
                #expect(try await !fixture.revokeIfReused(name, of: "grant", reuse: reuse))
            }
            #expect(try await !fixture.revokeIfReused("refresh", of: "never", reuse: reuse))
        }
        #expect(try await fixture.isSpent("refresh") == false)
    },
    StorePromise("a token spent many rotations ago is a reuse without any answer, too") { fixture in
        try await fixture.beginRedeemed("grant")
        for number in 1...20 {
            _ = try await fixture.rotate(number == 1 ? "refresh" : "\(number - 1)", to: "\(number)")
        }
        #expect(try await fixture.revokeIfReused("refresh", of: "grant", reuse: .replay(window)))
        #expect(try await fixture.isSpent("20") == nil)
    },
    StorePromise("a spent token whose own lifetime is over is unknown and ends nothing") { fixture in
        try await fixture.beginRedeemed("grant")
        fixture.clock.advance(by: StoreFixture.refreshLifetime - .seconds(10))
        _ = try await fixture.rotate("refresh", to: "second")
        fixture.clock.advance(by: .seconds(10))
        #expect(try await fixture.isSpent("refresh") == nil)
        #expect(try await fixture.rotate("refresh", to: "third") == .unknown)
        #expect(try await !fixture.revokeIfReused("refresh", of: "grant", reuse: .strict))
        #expect(try await fixture.isSpent("second") == false)
    },
]
