import Storage
import Synchronization

/// What the parts of a store share: the journal, unless the store is one of memory only, and the numbers of records.
final class Durability: Sendable {
    private let journal: Journal?
    private let lastNumber: Atomic<Int64>

    /// `lastNumber` is the highest number that a record of the file has.
    init(journal: Journal?, lastNumber: Int64 = 0) {
        self.journal = journal
        self.lastNumber = Atomic(lastNumber)
    }

    func nextNumber() -> Int64 {
        lastNumber.add(1, ordering: .relaxed).newValue
    }

    /// Queues what the caller, who holds the lock of that piece of memory, is about to do to it. `undo` takes that
    /// lock and restores what memory says at present. Throws when memory must stay as it is.
    func append(
        _ changes: @autoclosure () -> [RowChange], undo: @escaping @Sendable () -> Void
    ) throws(StoreError) -> CommitBatch? {
        guard let journal else { return nil }
        do {
            return try journal.append(changes(), undo: undo)
        } catch {
            throw refusal
        }
    }

    /// What an answer must wait for that changes nothing but rests on what memory says: it may not be durable yet.
    func unsettled() throws(StoreError) -> CommitBatch? {
        do {
            return try journal?.unsettled()
        } catch {
            throw refusal
        }
    }

    /// To be asked before anything is answered that memory knows: when the folder is gone another process may know better.
    func checkPlace() throws(StoreError) {
        if isLost { throw .folderLost }
    }

    /// The folder is not where it was, as far as is known.
    var isLost: Bool { journal?.isLost ?? false }

    /// Committed when the folder is there.
    func look() -> CommitBatch? { journal?.look() }

    /// Why nothing is written.
    var refusal: StoreError { isLost ? .folderLost : .notWriting }

    /// Whether rows can be read back.
    var hasFile: Bool { journal != nil }

    func row(_ id: RowID) async throws(StoreError) -> [UInt8]? {
        do {
            return try await journal?.row(id)
        } catch {
            throw .unavailable(reason: "the embedded store can't read its file: \(error)")
        }
    }

    /// `false` from a failed write to the next one that works.
    var lastWriteWorked: Bool { journal?.lastWriteWorked ?? true }

    var work: Journal.Work? { journal?.done }

    func wait(for batch: CommitBatch?) async throws(StoreError) {
        guard let batch else { return }
        guard await batch.committed() else { throw refusal }
    }
}

extension StoreError {
    static let notWriting = StoreError.unavailable(reason: "the embedded store can't write to its disk")
    static let folderLost = StoreError.unavailable(
        reason: "the data folder of the embedded store was moved or deleted")
    static let notAnswering = StoreError.unavailable(reason: "the disk of the embedded store does not answer")
}
