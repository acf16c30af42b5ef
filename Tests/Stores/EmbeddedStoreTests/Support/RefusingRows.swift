import OAuthCore
import OAuthModel
import StoreContract
import Support
import Synchronization
import Testing

@testable import EmbeddedStore

/// Rows in memory that refuse while they are told to.
final class RefusingRows: RowStorage, Sendable {
    struct DiskFull: Error {}

    private let state = Mutex((rows: [RowID: [UInt8]](), isRefusing: false))

    var isRefusing: Bool {
        get { state.withLock { $0.isRefusing } }
        set { state.withLock { $0.isRefusing = newValue } }
    }

    func commit(_ changes: [RowChange]) throws {
        try state.withLock { state in
            if state.isRefusing { throw DiskFull() }
            for change in changes {
                switch change {
                case .put(let id, let body): state.rows[id] = body
                case .delete(let record), .retire(let record, _, _):
                    state.rows = state.rows.filter { $0.key.record != record }
                }
            }
        }
    }

    func checkPlace() {}

    func row(_ id: RowID) -> [UInt8]? { rows[id] }

    func tidy() -> Bool { false }

    func close() {}

    var rows: [RowID: [UInt8]] { state.withLock { $0.rows } }

    /// Behind the back of the store.
    func remove(_ id: RowID) {
        state.withLock { $0.rows[id] = nil }
    }

    /// What a start would read now.
    func content() throws -> StoreContent {
        var content = StoreContent()
        for (id, body) in rows.sorted(by: { $0.key.number < $1.key.number }) { try content.add(id, body) }
        return content
    }

    /// A store on these rows.
    func fixture(
        clock: MovableClock = MovableClock(), uptime: Uptime? = nil,
        report: @escaping @Sendable (JournalEvent) -> Void = { _ in },
        hear: @escaping @Sendable (StoreEvent) -> Void = { _ in }
    ) throws -> StoreFixture {
        let journal = Journal(report: report)
        #expect(journal.start(self))
        let store = EmbeddedStore(
            try content(), journal: journal, clock: clock.clock, uptime: uptime, report: hear)
        return StoreFixture(store: store, clock: clock)
    }
}
