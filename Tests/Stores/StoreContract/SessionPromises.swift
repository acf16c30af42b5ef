import Storage
import Support
import Testing

private let lifetime = Duration.seconds(7 * 86_400)

let sessionPromises: [StorePromise] = [
    StorePromise("a session is found as often as it is loaded, until it is revoked") { fixture in
        try await fixture.store.insert(session: digest("a"), sealed("ada"), lifetime: lifetime)
        let expected = StoredRecord(sealed: sealed("ada"), validity: fixture.validity(lifetime))
        fixture.clock.advance(by: .seconds(100))
        for _ in 1...3 { #expect(try await fixture.store.load(session: digest("a")) == expected) }
        #expect(try await fixture.store.revoke(session: digest("a")))
        #expect(try await fixture.store.load(session: digest("a")) == nil)
    },
    StorePromise("a session lives while its lifetime runs and not a millisecond longer") { fixture in
        try await fixture.store.insert(session: digest("a"), sealed("ada"), lifetime: lifetime)
        fixture.clock.advance(by: lifetime - .milliseconds(1))
        #expect(try await fixture.store.load(session: digest("a")) != nil)
        fixture.clock.advance(by: .milliseconds(1))
        #expect(try await fixture.store.load(session: digest("a")) == nil)
        #expect(try await !fixture.store.revoke(session: digest("a")))
    },
    StorePromise("a session is revoked once, and one that never was not at all") { fixture in
        try await fixture.store.insert(session: digest("a"), sealed("ada"), lifetime: lifetime)
        #expect(try await fixture.store.revoke(session: digest("a")))
        #expect(try await !fixture.store.revoke(session: digest("a")))
        #expect(try await !fixture.store.revoke(session: digest("never")))
        #expect(try await fixture.store.load(session: digest("never")) == nil)
    },
    StorePromise("revoking one session leaves the others, and what else has its digest") { fixture in
        for name in ["a", "b"] {
            try await fixture.store.insert(session: digest(name), sealed(name), lifetime: lifetime)
        }
        for kind in RecordKind.passing {
            try await fixture.store.insert(
                sealed(kind.rawValue), as: kind, under: digest("a"), lifetime: lifetime)
        }
        #expect(try await fixture.store.revoke(session: digest("a")))
        #expect(try await fixture.store.load(session: digest("b"))?.sealed == sealed("b"))
        for kind in RecordKind.passing {
            #expect(try await fixture.store.take(kind, digest("a"))?.sealed == sealed(kind.rawValue))
        }
    },
    StorePromise("a record that is put where one is replaces it, with its lifetime, and is alone there") {
        fixture in
        for (text, lifetime) in [("1", lifetime), ("2", .seconds(60)), ("3", lifetime)] {
            try await fixture.store.insert(
                sealed(text), as: .keptLogin, under: digest("a"), lifetime: lifetime)
            let expected = StoredRecord(sealed: sealed(text), validity: fixture.validity(lifetime))
            #expect(try await fixture.store.load(.keptLogin, digest("a")) == expected)
        }
        fixture.clock.advance(by: .seconds(60))
        #expect(try await fixture.store.take(.keptLogin, digest("a"))?.sealed == sealed("3"))
        #expect(try await fixture.store.load(.keptLogin, digest("a")) == nil)
    },
    StorePromise("taking a transient record leaves the session that has its digest") { fixture in
        try await fixture.store.insert(session: digest("a"), sealed("ada"), lifetime: lifetime)
        for kind in RecordKind.passing { #expect(try await fixture.store.take(kind, digest("a")) == nil) }
        #expect(try await fixture.store.load(session: digest("a"))?.sealed == sealed("ada"))
    },
]
