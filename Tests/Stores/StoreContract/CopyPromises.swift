import OAuthModel
import Storage
import Support
import Testing

let copyPromises: [MovePromise] = [
    MovePromise("a record that is there is left alone, and told from one that is the same") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.beginRedeemed("same")
            try await fixture.beginRedeemed("changed")
            try await fixture.begin("new")
        }
        try await move.target.serve { store in
            let fixture = StoreFixture(store: store, clock: move.clock)
            try await fixture.beginRedeemed("same")
            try await fixture.beginRedeemed("changed")
            _ = try await fixture.rotate("refresh", to: "second", of: "changed")
        }
        let report = try await move.copy(merges: true)
        #expect(report[.grants].present == 1)
        #expect(report[.grants].conflicting == 1)
        #expect(report[.grants].written == 1)
        #expect(report[.grants].verified == 2)
        #expect(!report.isComplete)
        #expect(report.isWhole)
        #expect(try await move.mark() == nil)
        try await move.after { (fixture) async throws in
            #expect(try await fixture.isSpent("second", of: "changed") == false)
            #expect(try await fixture.isSpent("refresh", of: "changed") == true)
        }
    },
    MovePromise(
        "a store that holds records takes a copy only when that is wanted: what was revoked would come back"
    ) {
        move in
        try await move.fill { try await $0.beginRedeemed("grant") }
        try await move.copy()
        try await move.after { (fixture) async throws in try await fixture.begin("their own") }
        await #expect(throws: CopyFailure.targetIsNotEmpty) { try await move.copy() }
        #expect(try await move.copy(merges: true)[.grants].present == 1)
    },
    MovePromise("a target in which everything is over counts as empty") { move in
        try await move.target.serve { store in
            try await store.insert(session: digest("s"), sealed("old"), lifetime: .seconds(60))
        }
        move.clock.advance(by: .seconds(60))
        try await move.fill { (fixture) async throws in
            try await fixture.store.insert(session: digest("s"), sealed("new"), lifetime: .seconds(60))
        }
        #expect(try await move.copy()[.records(.session)].written == 1)
        try await move.after { (fixture) async throws in
            #expect(try await fixture.store.load(session: digest("s"))?.sealed == sealed("new"))
        }
    },
    MovePromise("records under another secret are not copied, whichever side they are on") { move in
        try await move.fill { _ = try await $0.client("a", lifetime: .seconds(600)) }
        await #expect(throws: CopyFailure.otherSecret) { try await move.copy(opens: { _ in false }) }
        #expect(try await move.contents(of: move.target) == [])
        try await move.copy()
        await #expect(throws: CopyFailure.otherSecret) {
            try await move.copy(from: move.target, to: move.source, merges: true, opens: { _ in false })
        }
    },
    MovePromise("an empty store is copied, too") { move in
        let report = try await move.copy()
        #expect(report.isComplete)
        #expect(report.sum(\.written) == 0)
    },
]
