import Storage
import Support
import Testing

let transientPromises: [StorePromise] = [
    StorePromise("a transient record is found as often as it is loaded, and taken once") { fixture in
        for kind in RecordKind.passing {
            try await fixture.store.insert(
                sealed("record"), as: kind, under: digest("name"), lifetime: .seconds(60))
            let expected = StoredRecord(sealed: sealed("record"), validity: fixture.validity(.seconds(60)))
            for _ in 1...3 { #expect(try await fixture.store.load(kind, digest("name")) == expected) }
            #expect(try await fixture.store.take(kind, digest("name")) == expected)
            #expect(try await fixture.store.take(kind, digest("name")) == nil)
            #expect(try await fixture.store.load(kind, digest("name")) == nil)
        }
    },
    StorePromise("a transient record lives while its lifetime runs and not a millisecond longer") { fixture in
        for kind in RecordKind.passing {
            for name in ["loaded", "taken"] {
                try await fixture.store.insert(
                    sealed(name), as: kind, under: digest(name), lifetime: .seconds(60))
            }
            fixture.clock.advance(by: .seconds(60) - .milliseconds(1))
            #expect(try await fixture.store.load(kind, digest("loaded")) != nil)
            fixture.clock.advance(by: .milliseconds(1))
            #expect(try await fixture.store.load(kind, digest("loaded")) == nil)
            #expect(try await fixture.store.take(kind, digest("taken")) == nil)
        }
    },
    StorePromise("the kinds of transient records share nothing, though they share a digest") { fixture in
        for kind in RecordKind.passing {
            try await fixture.store.insert(
                sealed(kind.rawValue), as: kind, under: digest("name"), lifetime: .seconds(60))
        }
        for kind in RecordKind.passing {
            #expect(try await fixture.store.take(kind, digest("name"))?.sealed == sealed(kind.rawValue))
        }
    },
    StorePromise("whatever one owner inserts, the records of another stay, and one more of those is taken") {
        fixture in
        let store = fixture.store
        try await store.insert(
            sealed("open page"), as: .pendingAuthorization, under: digest("open page"),
            lifetime: .seconds(600), owner: peer("victim"))
        let large = SealedRecord(bytes: [UInt8](repeating: 7, count: 64 << 10))
        var refusal: StoreError?
        for number in 0..<1500 {
            do throws(StoreError) {
                try await store.insert(
                    large, as: .pendingAuthorization, under: digest("\(number)"), lifetime: .seconds(600),
                    owner: peer("flood"))
            } catch { refusal = error }
        }
        if case .unavailable? = refusal { #expect(Bool(false), "\(String(describing: refusal))") }
        for name in ["open page", "another"] {
            if name == "another" {
                try await store.insert(
                    sealed(name), as: .pendingAuthorization, under: digest(name), lifetime: .seconds(600),
                    owner: peer("victim"))
            }
            #expect(try await store.load(.pendingAuthorization, digest(name)) != nil)
        }
        fixture.clock.advance(by: .seconds(660))
        try await store.insert(
            large, as: .pendingAuthorization, under: digest("later"), lifetime: .seconds(600),
            owner: peer("flood"))
    },
    StorePromise("a transient record that never was is neither loaded nor taken") { (fixture) async throws in
        for kind in RecordKind.passing {
            #expect(try await fixture.store.load(kind, digest("never")) == nil)
            #expect(try await fixture.store.take(kind, digest("never")) == nil)
        }
    },
]
