import OAuthModel
import Storage
import Support
import Testing

/// Of copies that were interrupted or disturbed.
let resumedCopyPromises: [MovePromise] = [
    MovePromise("an interrupted copy is gone on with, and says what was there already") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.beginRedeemed("grant")
            try await fixture.store.insert(session: digest("s"), sealed("s"), lifetime: .seconds(600))
        }
        var hasBegun = false
        await #expect(throws: CopyFailure.interrupted) {
            try await move.copy(
                isInterrupted: { hasBegun }, progress: { _, done, _ in hasBegun = hasBegun || done > 0 })
        }
        #expect(try await move.mark()?.place == "the source")
        let report = try await move.copy()
        #expect(report.sum(\.written) + report.sum(\.present) == 2)
        #expect(report.sum(\.present) > 0)
        #expect(report.sum(\.removed) == 0)
        #expect(report.sum(\.verified) == 2)
        #expect(try await move.mark() == nil)
    },
    MovePromise("half of a copy is gone on with from the same store only, and is no source") { move in
        try await move.fill { try await $0.beginRedeemed("grant") }
        try await move.copyHalf()
        await #expect(throws: CopyFailure.begunElsewhere("the source")) {
            try await move.copy(reading: { archive in
                var other = AlteredArchive(archive)
                other.name = "another"
                return other
            })
        }
        await #expect(throws: CopyFailure.sourceIsUnfinished) {
            try await move.copy(from: move.target, to: move.source)
        }
        #expect(try await move.mark()?.place == "the source")
        #expect(try await move.copy().isComplete)
    },
    MovePromise("a store keeps its name, and no other has it") { move in
        var names: [String] = []
        for store in [move.source, move.target, move.source] {
            try await store.archive { (archive) async throws in names.append(try await archive.identity()) }
        }
        #expect(names[0] == names[2])
        #expect(names[0] != names[1])
        #expect(!names[0].isEmpty)
    },
    MovePromise("a copy that is gone on with makes the target what the source is by then") { move in
        try await move.fill { (fixture) async throws in
            for grant in ["kept", "revoked", "refreshed", "half"] { try await fixture.beginRedeemed(grant) }
            try await fixture.begin("redeemed")
            _ = try await fixture.client("evicted", lifetime: .seconds(600))
            _ = try await fixture.client("used", lifetime: .seconds(600))
            for session in ["kept", "ended"] {
                try await fixture.store.insert(
                    session: digest(session), sealed(session), lifetime: .seconds(600))
            }
            try await fixture.store.insert(
                sealed("state"), as: .upstreamState, under: digest("state"), lifetime: .seconds(600))
        }
        try await move.copyHalf()
        try await move.fill { (fixture) async throws in
            let store = fixture.store
            try await store.revoke(key("revoked"))
            _ = try await fixture.rotate("refresh", to: "second", of: "refreshed")
            try await store.revoke(accessToken: digest("access"), of: key("half"))
            _ = try await store.redeem(
                code: digest("code"), of: key("redeemed"), issuing: fixture.issued())
            try await store.renew(
                ClientID(rawValue: "used"), lifetime: .seconds(900), protectedFor: .zero)
            _ = try await fixture.client("new", lifetime: .seconds(600), limit: 2)
            _ = try await store.take(.upstreamState, digest("state"))
        }
        let report = try await move.copy()
        #expect(report.isComplete)
        #expect(report[.grants].removed == 4)
        #expect(report[.clients].removed == 2)
        #expect(report[.records(.upstreamState)].removed == 1)
        #expect(report[.records(.session)].present == 2)
        #expect(try await move.mark() == nil)
        #expect(try await move.contents(of: move.target) == move.contents(of: move.source))
        try await move.after { (fixture) async throws in
            #expect(try await !fixture.hasAccess("access", of: "revoked"))
            #expect(try await fixture.isSpent("refresh", of: "revoked") == nil)
            #expect(try await fixture.isSpent("refresh", of: "refreshed") == true)
            #expect(try await fixture.hasAccess("access-second", of: "refreshed"))
            #expect(try await !fixture.hasAccess("access", of: "half"))
            #expect(
                try await fixture.store.redeem(
                    code: digest("code"), of: key("redeemed"), issuing: fixture.issued()) == .alreadyRedeemed)
            #expect(try await fixture.store.load(ClientID(rawValue: "evicted")) == nil)
            // The places that were free before are free again, and no more of them.
            let insertion = try await fixture.client("newest", lifetime: .seconds(600), limit: 2)
            guard case .inserted(_, let evicted?) = insertion else {
                return #expect(Bool(false), "\(insertion)")
            }
            #expect(["used", "new"].contains(evicted.rawValue))
        }
    },
    MovePromise("what comes into the target while it is copied keeps the copy from being finished") { move in
        try await move.fill { try await $0.beginRedeemed("grant") }
        let record = StoredRecord(
            sealed: sealed("stray"),
            validity: Validity(issuedAt: move.clock.now, expiresAt: move.clock.now.advanced(by: .seconds(60)))
        )
        let stray = ArchivedRecord.record(.session, digest("stray"), record)
        let report = try await move.copy(writing: { archive in
            var disturbed = AlteredArchive(archive)
            disturbed.meddle = { (archive) async throws(StoreError) in _ = try await archive.put([stray]) }
            return disturbed
        })
        #expect(!report.isWhole)
        #expect(report.named.map(\.name) == [stray.name])
        #expect(report.named.first?.fault == .beyond)
        #expect(report.named.first?.place != nil)
        #expect(try await move.mark() != nil)
        #expect(try await move.copy()[.records(.session)].removed == 1)
        #expect(try await move.contents(of: move.target) == move.contents(of: move.source))
    },
    MovePromise("a record that the target doesn't keep is named, and the copy not finished") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.beginRedeemed("kept")
            try await fixture.beginRedeemed("lost")
        }
        let lost = RecordName.grant(key("lost"))
        for _ in 1...2 {
            let report = try await move.copy(writing: { archive in
                var forgetful = AlteredArchive(archive)
                forgetful.lost = [lost]
                return forgetful
            })
            #expect(!report.isWhole && !report.isComplete)
            #expect(report[.grants].verified == 1)
            #expect(report[.grants].faulty == 1)
            #expect(report.named.map(\.name) == [lost])
            #expect(report.named.first?.fault == .missing)
            #expect(report.named.first?.place?.removal.isEmpty == false)
            #expect(try await move.mark() != nil)
        }
        // What it takes to go on.
        try await move.source.archive { (archive) async throws in try await archive.remove([lost]) }
        #expect(try await move.copy().isComplete)
    },
    MovePromise("while a server is there the copy is not finished; the next run finishes it") { move in
        try await move.fill { try await $0.beginRedeemed("grant") }
        let inUse = CopyFailure.inUse(place: "there", connections: 2)
        await #expect(throws: inUse) {
            try await move.copy(checkAlone: { () async throws(CopyFailure) in throw inUse })
        }
        #expect(try await move.mark() != nil)
        #expect(try await move.copy().isComplete)
    },
    MovePromise("a merge that is gone on with follows the source in what it has put, and in nothing else") {
        move in
        try await move.target.serve { store in
            let fixture = StoreFixture(store: store, clock: move.clock)
            try await fixture.beginRedeemed("own")
            try await fixture.beginRedeemed("both")
            _ = try await fixture.rotate("refresh", to: "third", of: "both")
            _ = try await fixture.client("own", lifetime: .seconds(600))
        }
        try await move.fill { (fixture) async throws in
            for grant in ["kept", "revoked", "both"] { try await fixture.beginRedeemed(grant) }
            _ = try await fixture.client("used", lifetime: .seconds(600))
        }
        try await move.copyHalf(merges: true)
        #expect(try await move.mark()?.merges == true)
        await #expect(throws: CopyFailure.begunAsMerge) { try await move.copy() }
        try await move.fill { (fixture) async throws in
            try await fixture.store.revoke(key("revoked"))
            try await fixture.store.renew(
                ClientID(rawValue: "used"), lifetime: .seconds(900), protectedFor: .zero)
        }
        let report = try await move.copy(merges: true)
        #expect(report.isWhole)
        #expect(report.sum(\.removed) == 2)
        #expect(report[.grants].conflicting == 1)
        #expect(try await move.mark() == nil)
        try await move.after { (fixture) async throws in
            #expect(try await fixture.isSpent("refresh", of: "revoked") == nil)
            #expect(try await fixture.isSpent("refresh", of: "kept") == false)
            #expect(try await fixture.isSpent("refresh", of: "own") == false)
            #expect(try await fixture.isSpent("third", of: "both") == false)
            #expect(try await fixture.store.load(ClientID(rawValue: "own")) != nil)
        }
    },
    MovePromise("a copy into an empty store is gone on with as such, wanted as a merge or not") { move in
        try await move.fill { (fixture) async throws in
            try await fixture.beginRedeemed("kept")
            try await fixture.beginRedeemed("revoked")
        }
        try await move.copyHalf(merges: true)
        #expect(try await move.mark()?.merges == false)
        try await move.fill { try await $0.store.revoke(key("revoked")) }
        #expect(try await move.copy(merges: true).isComplete)
        #expect(try await move.contents(of: move.target) == move.contents(of: move.source))
    },
]
