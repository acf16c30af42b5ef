import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@testable import EmbeddedStore

@Suite("a grant that is refreshed without end")
struct LongGrantTests {
    private let clock = MovableClock()

    private func grant(remembering count: Int) -> Grant {
        let validity = Validity(issuedAt: clock.now, expiresAt: clock.now.advanced(by: .seconds(1000)))
        let record = StoredRecord(sealed: sealed("record"), validity: validity)
        var grant = Grant(number: 1, endsAt: validity.expiresAt)
        grant.refreshTokens = [
            Grant.RefreshToken(
                digest: Digest(digest("refresh")), record: record, accessToken: Digest(digest("a")))
        ]
        for number in 1..<count {
            grant.archivedTokens.append(
                ArchivedToken(
                    digest: Digest(digest("\(number)")), validity: validity, part: number, spentAt: clock.now,
                    sealed: nil))
        }
        grant.spentCount = count - 1
        return grant
    }

    private var issuing: RotatedTokens {
        StoreFixture(store: EmbeddedStore(memoryOnly: clock.clock), clock: clock).rotated(to: "next")
    }

    @Test("ends with the rotation that would be one too many to remember, as in every store")
    func limit() {
        var last = grant(remembering: GrantLimits.refreshTokens - 1)
        let step = last.rotate(
            Digest(digest("refresh")), reuse: .strict, issuing: issuing, summary: summary(), at: clock.now)
        guard case .rotated = step.outcome else { return #expect(Bool(false), "\(step.outcome)") }
        #expect(last.refreshTokenCount == GrantLimits.refreshTokens)
        let end = last.rotate(
            Digest(digest("next")), reuse: .strict, issuing: issuing, summary: summary(), at: clock.now)
        #expect(end.outcome == .reused)
        guard case .ended = end.effect else { return #expect(Bool(false), "\(end.effect)") }
    }

    @Test("goes on when it remembers more, from a file that knew no such limit")
    func beyondTheLimit() {
        var old = grant(remembering: GrantLimits.refreshTokens + 10)
        for (token, successor) in [("refresh", "1st"), ("1st", "2nd")] {
            let issuing = StoreFixture(store: EmbeddedStore(memoryOnly: clock.clock), clock: clock)
                .rotated(to: successor)
            let step = old.rotate(
                Digest(digest(token)), reuse: .strict, issuing: issuing, summary: summary(), at: clock.now)
            guard case .rotated = step.outcome else { return #expect(Bool(false), "\(step.outcome)") }
        }
        #expect(old.refreshTokenCount == GrantLimits.refreshTokens + 12)
        let first = old.rotate(
            Digest(digest("1")), reuse: .strict, issuing: issuing, summary: summary(), at: clock.now)
        #expect(first.outcome == .reused, "and still knows its oldest token")
    }

    @Test("knows each of its tokens, and forgets those that are over")
    func pieces() {
        var tokens = ArchivedTokens()
        for number in 0..<1000 {
            let end = clock.now.advanced(by: .seconds(Int64(number)))
            tokens.append(
                ArchivedToken(
                    digest: Digest(digest("\(number)")),
                    validity: Validity(issuedAt: clock.now, expiresAt: end),
                    part: number, spentAt: clock.now, sealed: nil))
        }
        #expect(tokens.count == 1000)
        #expect(tokens.lastEnd == clock.now.advanced(by: .seconds(999)))
        for number in [1, 255, 256, 511, 999] {
            #expect(tokens.live(Digest(digest("\(number)")), at: clock.now)?.part == number)
        }
        let now = clock.now.advanced(by: .seconds(300))
        let span = SweepSpan(after: Timestamp(milliseconds: .min), through: now)
        #expect(tokens.live(Digest(digest("300")), at: now) == nil)
        #expect(tokens.hasEnded(in: span))
        tokens.remove(endedIn: span)
        #expect(!tokens.hasEnded(in: span))
        #expect(tokens.count == 699)
        #expect(tokens.live(Digest(digest("301")), at: now)?.part == 301)
    }

    @Test(
        "is gone for everyone at once when it ends, and from the file a piece at a time, across a restart too"
    )
    func removal() async throws {
        let folder = try TemporaryFolder()
        let rotations = 1200
        do {
            let store = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
            let fixture = StoreFixture(store: store, clock: clock)
            try await fixture.beginRedeemed("grant")
            for number in 0..<rotations {
                _ = try await fixture.rotate(number == 0 ? "refresh" : "\(number - 1)", to: "\(number)")
            }
            #expect(try await fixture.isSpent("7") == true)
            #expect(try await store.revoke(key("grant")))
            #expect(try await fixture.isSpent("\(rotations - 1)") == nil)
            #expect(try await fixture.isSpent("7") == nil)
            #expect(store.recordCount == 0)
            await store.close()
        }
        // It may have been closed before all of them were gone. A step is made when the writer has nothing else to do, so it is given
        // a moment each time, on a busy machine as often as it takes.
        for _ in 0..<1000 where try remaining(in: folder) > 0 {
            let store = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
            #expect(store.recordCount == 0)
            #expect(try await StoreFixture(store: store, clock: clock).isSpent("7") == nil)
            try await Task.sleep(for: .milliseconds(10))
            await store.close()
        }
        #expect(try remaining(in: folder) == 0)
    }

    @Test(
        "leaves the file in steps of 512 rows, itself last, so that each step leaves a file that can be read")
    func steps() throws {
        let folder = try TemporaryFolder()
        let rows = try SQLiteRows(in: DataFolder(path: folder.data))
        var ended = grant(remembering: 1500)
        let live = ended.row(under: Digest(digest("key")))
        ended.refreshTokens = []
        let validity = Validity(issuedAt: clock.now, expiresAt: clock.now.advanced(by: .seconds(1000)))
        let parts = (1..<1500).map { part in
            Grant.SpentToken(
                digest: Digest(digest("\(part)")),
                record: StoredRecord(sealed: sealed("r"), validity: validity),
                part: part, spentAt: clock.now, successor: Digest(digest("s"))
            ).row(of: 1)
        }
        try rows.commit([live] + parts)
        try rows.commit([ended.removal(under: Digest(digest("key")))])
        var left = try count(rows)
        #expect(left == 1500, "nothing is removed while somebody waits for the commit")
        var steps = 0
        var hasMore = true
        while hasMore {
            hasMore = try rows.tidy()
            steps += 1
            let now = try count(rows)
            #expect(left - now <= 512)
            left = now
            var content = StoreContent()
            try rows.read { (id, body) throws(RowDamage) in try content.add(id, body) }
            #expect(content.takeEnded().count == (left > 0 ? 1 : 0))
            #expect(content.grants.isEmpty)
        }
        #expect(left == 0)
        #expect(steps == 4)
        rows.close()
    }

    private func count(_ rows: SQLiteRows) throws -> Int {
        var count = 0
        try rows.read { (_: RowID, _: [UInt8]) throws(RowDamage) in count += 1 }
        return count
    }

    private func remaining(in folder: TemporaryFolder) throws -> Int {
        let rows = try SQLiteRows(in: DataFolder(path: folder.data))
        defer { rows.close() }
        return try count(rows)
    }
}
