import Dispatch
import Synchronization
import Testing

@testable import EmbeddedStore

@Suite("the journal while nothing happens")
struct FolderLookTests {
    /// Rows of a folder that is there when the test says so.
    private final class Rows: RowStorage, Sendable {
        let isThere = Atomic(true)

        func commit(_ changes: [RowChange]) {}
        func row(_ id: RowID) -> [UInt8]? { nil }
        func tidy() -> Bool { false }
        func close() {}

        func checkPlace() throws(FolderLost) {
            guard isThere.load(ordering: .relaxed) else { throw FolderLost(path: "data") }
        }
    }

    @Test("looks by itself whether the folder is there, and takes changes accordingly")
    func look() async throws {
        let (events, event) = AsyncStream.makeStream(of: JournalEvent.self)
        var heard = events.makeAsyncIterator()
        let rows = Rows()
        let journal = Journal(lookInterval: .milliseconds(1)) { event.yield($0) }
        #expect(journal.start(rows))
        #expect(await (try journal.append([], undo: {})).committed())
        rows.isThere.store(false, ordering: .relaxed)
        #expect(await heard.next() == .folderLost(path: "data"))
        #expect(throws: JournalRefusal.self) { try journal.append([], undo: {}) }
        #expect(throws: JournalRefusal.self) { try journal.unsettled() }
        rows.isThere.store(true, ordering: .relaxed)
        #expect(await heard.next() == .folderBack)
        #expect(await (try journal.append([], undo: {})).committed())
        await journal.close()
    }
}
