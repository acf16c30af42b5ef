import Storage
import Support
import Testing

private let lifetime = Duration.seconds(600)

let absencePromises: [StorePromise] = [
    StorePromise("of any number who insert where there is none, one is told that there was none") {
        (fixture) async throws in
        for kind in RecordKind.allCases {
            let winners = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        let isNew = try? await fixture.store.insertIfAbsent(
                            sealed("\(number)"), as: kind, under: digest("once"), lifetime: lifetime)
                        return isNew == true
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    },
    StorePromise("what was inserted where there was none is the record, until its lifetime is over") {
        (fixture) async throws in
        let store = fixture.store
        for kind in RecordKind.allCases {
            #expect(
                try await store.insertIfAbsent(
                    sealed("first"), as: kind, under: digest("a"), lifetime: lifetime))
        }
        let expected = StoredRecord(sealed: sealed("first"), validity: fixture.validity(lifetime))
        fixture.clock.advance(by: lifetime - .milliseconds(1))
        for kind in RecordKind.allCases {
            #expect(
                try await !store.insertIfAbsent(
                    sealed("second"), as: kind, under: digest("a"), lifetime: lifetime))
            #expect(try await store.load(kind, digest("a")) == expected)
        }
        fixture.clock.advance(by: .milliseconds(1))
        for kind in RecordKind.allCases {
            #expect(
                try await store.insertIfAbsent(
                    sealed("third"), as: kind, under: digest("a"), lifetime: lifetime))
            #expect(try await store.load(kind, digest("a"))?.sealed == sealed("third"))
        }
    },
]
