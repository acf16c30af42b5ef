import OAuthModel
import Storage
import StoreContract
import Support
import Synchronization
import Testing

@testable import EmbeddedStore

@Suite("summaries of grants in the file")
struct SummaryTests {
    private let rows = RefusingRows()

    private func found(_ store: any AuthorizationStore, _ name: String = "subject") async throws
        -> [SealedRecord]
    {
        try await store.summaries(under: index(name), limit: 1000).map(\.summary)
    }

    @Test("whichever commit a crash leaves as the last, no grant is without its summary")
    func everyCommit() async throws {
        let watched = WatchedRows()
        let clock = MovableClock()
        let journal = Journal { _ in }
        #expect(journal.start(watched))
        let store = EmbeddedStore(StoreContent(), journal: journal, clock: clock.clock)
        let fixture = StoreFixture(store: store, clock: clock)
        await withTaskGroup { group in
            for number in 0..<64 {
                group.addTask {
                    let name = "\(number)"
                    if number % 2 == 0 {
                        try? await fixture.beginRedeemed(name)
                    } else {
                        _ = try? await store.begin(key(name), issuing: fixture.issued(), summary: summary())
                    }
                    for turn in 0..<4 {
                        _ = try? await fixture.rotate(
                            turn == 0 ? "refresh" : "\(turn - 1)", to: "\(turn)", of: name)
                    }
                    if number % 4 < 2 { _ = try? await store.revoke(key(name)) }
                }
            }
        }
        await store.close()
        #expect(watched.commits > 0)
        #expect(watched.without == [])
        let reopened = try watched.reopened(clock)
        #expect(try await found(reopened).count == 32)
        await reopened.close()
    }

    @Test("what the disk refused is neither told nor found, and what it refused to end is")
    func refused() async throws {
        let fixture = try rows.fixture()
        try await fixture.beginRedeemed("there")
        rows.isRefusing = true
        await #expect(throws: StoreError.self) { try await fixture.begin("new") }
        await #expect(throws: StoreError.self) { try await fixture.store.revoke(key("there")) }
        rows.isRefusing = false
        let left = try await fixture.store.summaries(under: index("client"), limit: 10)
        #expect(left.map(\.key) == [key("there")])
        try await fixture.store.revoke(key("there"))
        #expect(try await found(fixture.store).isEmpty)
    }

    @Test("a grant of a file that is older than summaries works, and has its own from its next rotation on")
    func older() async throws {
        let clock = MovableClock()
        let first = try rows.fixture(clock: clock)
        try await first.beginRedeemed("grant")
        for id in rows.rows.keys where id.part == RowID.summaryPart { rows.remove(id) }
        let fixture = try rows.fixture(clock: clock)
        #expect(try await found(fixture.store).isEmpty)
        #expect(try await fixture.hasAccess("access"))
        guard case .rotated = try await fixture.rotate("refresh", to: "next") else {
            #expect(Bool(false), "it was not rotated")
            return
        }
        #expect(try await found(fixture.store) == [sealed("summary")])
        #expect(try await found(fixture.store, "client") == [sealed("summary")])
    }
}

/// Rows that look after each commit whether there is a grant without a summary.
private final class WatchedRows: RowStorage, Sendable {
    private let rows = RefusingRows()
    private let seen = Mutex((commits: 0, without: Set<Int64>()))

    var commits: Int { seen.withLock { $0.commits } }
    /// The numbers of grants that were without one after some commit.
    var without: Set<Int64> { seen.withLock { $0.without } }

    func reopened(_ clock: MovableClock) throws -> EmbeddedStore {
        let journal = Journal { _ in }
        #expect(journal.start(rows))
        return EmbeddedStore(try rows.content(), journal: journal, clock: clock.clock)
    }

    func commit(_ changes: [RowChange]) throws {
        try rows.commit(changes)
        let all = rows.rows
        let lacking = all.keys.filter { id in
            id.part == 0 && all[id]?.first == RowKind.grant.rawValue
                && all[RowID(record: id.record, part: RowID.summaryPart)]?.first != RowKind.summary.rawValue
        }
        seen.withLock { seen in
            seen.commits += 1
            seen.without.formUnion(lacking.map(\.record))
        }
    }

    func checkPlace() {}

    func row(_ id: RowID) -> [UInt8]? { rows.row(id) }

    func tidy() -> Bool { false }

    func close() {}
}
