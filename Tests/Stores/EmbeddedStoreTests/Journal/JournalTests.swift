import Support
import Testing

@testable import EmbeddedStore

@Suite("journal")
struct JournalTests {
    private let rows = GatedRows()
    private let events = Recorder<JournalEvent>()
    private let undone = Recorder<Int>()
    private let journal: Journal

    init() {
        let events = events
        journal = Journal { events.add($0) }
        #expect(journal.start(rows))
    }

    private func append(_ number: Int) throws -> CommitBatch {
        let undone = undone
        return try journal.append([change(number)]) { undone.add(number) }
    }

    private func change(_ number: Int) -> RowChange {
        .put(RowID(record: Int64(number)), [UInt8(number)])
    }

    @Test("commits together what gathers while a batch is being written")
    func grouping() async throws {
        var batches = rows.batches.makeAsyncIterator()
        let first = try append(1)
        #expect(await batches.next() == [change(1)])
        let second = try append(2)
        let third = try append(3)
        rows.allow()
        #expect(await first.committed())
        #expect(await batches.next() == [change(2), change(3)])
        rows.allow()
        #expect(await second.committed())
        #expect(await third.committed())
        #expect(undone.all.isEmpty)
        await journal.close()
    }

    @Test("takes a failed batch back, and what gathered behind it, newest first")
    func takingBack() async throws {
        var batches = rows.batches.makeAsyncIterator()
        let first = try append(1)
        _ = await batches.next()
        let second = try append(2)
        let third = try append(3)
        rows.refuse()
        #expect(await !first.committed())
        #expect(await !second.committed())
        #expect(await !third.committed())
        #expect(undone.all == [3, 2, 1])
        #expect(!journal.lastWriteWorked)
        await journal.close()
        #expect(await batches.next() == nil, "what was taken back is never written")
        #expect(events.all == [.failed(cause: "Refused()", entries: 3)])
    }

    @Test("takes nothing while it takes back: memory could not be restored beneath a new change")
    func refusal() async throws {
        var batches = rows.batches.makeAsyncIterator()
        let attempts = Recorder<Bool>()
        let batch = try journal.append([change(1)]) { [journal] in
            attempts.add((try? journal.append([], undo: {})) != nil)
            attempts.add((try? journal.unsettled()) != nil)
        }
        _ = await batches.next()
        rows.refuse()
        #expect(await !batch.committed())
        #expect(attempts.all == [false, false])
        await journal.close()
    }

    @Test("tries the disk again with the next change, and says when it works")
    func recovery() async throws {
        var batches = rows.batches.makeAsyncIterator()
        let lost = try append(1)
        _ = await batches.next()
        rows.refuse()
        #expect(await !lost.committed())
        let kept = try append(2)
        #expect(await batches.next() == [change(2)])
        rows.allow()
        #expect(await kept.committed())
        #expect(journal.lastWriteWorked)
        await journal.close()
        #expect(events.all == [.failed(cause: "Refused()", entries: 1), .recovered])
    }

    @Test("names what an answer must wait for: the newest batch that is not on the disk yet")
    func unsettled() async throws {
        var batches = rows.batches.makeAsyncIterator()
        #expect(try journal.unsettled() == nil)
        let first = try append(1)
        #expect(try journal.unsettled() === first)
        _ = await batches.next()
        #expect(try journal.unsettled() === first)
        let second = try append(2)
        #expect(try journal.unsettled() === second)
        rows.allow()
        _ = await batches.next()
        rows.allow()
        #expect(await second.committed())
        #expect(try journal.unsettled() == nil)
        await journal.close()
    }

    @Test("writes everything before it closes, and takes nothing afterwards")
    func closing() async throws {
        var batches = rows.batches.makeAsyncIterator()
        let first = try append(1)
        _ = await batches.next()
        let second = try append(2)
        journal.shut()
        #expect(throws: JournalRefusal.self) { try append(3) }
        rows.allow()
        #expect(await batches.next() == [change(2)])
        rows.allow()
        #expect(await first.committed())
        #expect(await second.committed())
        await journal.close()
        #expect(await batches.next() == nil)
    }

    @Test("answers at once who asks for a batch that has long been settled")
    func late() async throws {
        var batches = rows.batches.makeAsyncIterator()
        let batch = try append(1)
        _ = await batches.next()
        rows.allow()
        await journal.close()
        #expect(await batch.committed())
        #expect(await batch.committed())
    }
}
