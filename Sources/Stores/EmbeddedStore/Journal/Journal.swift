import Dispatch
import OAuthModel
import Synchronization

/// Brings changes to the disk in the order in which memory made them, many with one sync.
///
/// A change is appended before memory is touched and under the lock that guards that piece of memory, so file and memory
/// change in one order. One thread writes: while it syncs one batch the next one gathers.
///
/// A batch that can't be written is taken back, and with it all that gathered behind it, newest first: each entry knows
/// how to restore what memory said before. Meanwhile nothing can be appended. The next change tries the disk again.
///
/// When the folder is gone nothing can be appended at all, until it is back: each commit looks, and so does the writer now and then.
final class Journal: Sendable {
    private struct Entry {
        let changes: [RowChange]
        let undo: @Sendable () -> Void
    }

    private struct Reading {
        let id: RowID
        let answer: UnsafeContinuation<[UInt8]?, any Error>
    }

    private struct Queue {
        var entries: [Entry] = []
        var readings: [Reading] = []
        /// Who wants to know whether the folder is there.
        var looks: [CommitBatch] = []
        var gathering = CommitBatch()
        var writing: CommitBatch?
        var isTakingBack = false
        var isClosed = false
        var lastWriteWorked = true
        var commits = 0
        var changes = 0
    }

    /// What has been done since the start, and what waits.
    struct Work: Sendable {
        let commits: Int
        /// Steps of the store; each may be several rows.
        let changes: Int
        let waiting: Int
    }

    private let queue = Mutex(Queue())
    private let work = DispatchSemaphore(value: 0)
    private let closed = CommitBatch()
    private let hasLostFolder = Atomic(false)
    private let lookInterval: DispatchTimeInterval
    private let report: @Sendable (JournalEvent) -> Void

    /// - Parameter lookInterval: How long the writer waits for work before it looks whether the folder is there.
    init(
        lookInterval: DispatchTimeInterval = .seconds(2), report: @escaping @Sendable (JournalEvent) -> Void
    ) {
        self.lookInterval = lookInterval
        self.report = report
    }

    /// Starts the writer. From here on the storage is touched by its thread alone.
    func start(_ storage: sending any RowStorage) -> Bool {
        let storage = Transferred(storage)
        // It may have been left with something to tidy.
        work.signal()
        return startThread {
            // The storage lets go of its folder when its last reference goes, which has to be before anyone is told.
            if let storage = storage.take() { self.write(to: storage) }
            self.closed.finish(committed: true)
        }
    }

    /// Queues changes, unless the journal is closed or taking back; then memory must stay as it is.
    ///
    /// `undo` restores what memory says before this entry. It runs on the writer's thread and takes the locks it needs.
    func append(_ changes: [RowChange], undo: @escaping @Sendable () -> Void) throws(JournalRefusal)
        -> CommitBatch
    {
        let batch: CommitBatch? = queue.withLock { queue in
            guard !queue.isClosed, !queue.isTakingBack, !isLost else { return nil }
            if queue.entries.isEmpty { work.signal() }
            queue.entries.append(Entry(changes: changes, undo: undo))
            return queue.gathering
        }
        guard let batch else { throw JournalRefusal() }
        return batch
    }

    /// What must be committed before an answer may rest on what memory says now; `nil` when all of it is.
    func unsettled() throws(JournalRefusal) -> CommitBatch? {
        let state = queue.withLock { queue in
            (queue.isTakingBack || isLost, queue.entries.isEmpty ? queue.writing : queue.gathering)
        }
        if state.0 { throw JournalRefusal() }
        return state.1
    }

    /// A row as it is when everything queued has been written.
    func row(_ id: RowID) async throws -> [UInt8]? {
        try await withUnsafeThrowingContinuation { answer in
            let isTaken = queue.withLock { queue in
                guard !queue.isClosed else { return false }
                queue.readings.append(Reading(id: id, answer: answer))
                return true
            }
            if isTaken { work.signal() } else { answer.resume(throwing: JournalRefusal()) }
        }
    }

    /// Looks whether the folder is there; the batch is one of nothing, and committed when it is.
    func look() -> CommitBatch {
        let look = CommitBatch()
        let isTaken = queue.withLock { queue in
            guard !queue.isClosed else { return false }
            queue.looks.append(look)
            return true
        }
        if isTaken { work.signal() } else { look.finish(committed: false) }
        return look
    }

    /// The folder was gone at the last look.
    var isLost: Bool { hasLostFolder.load(ordering: .relaxed) }

    var lastWriteWorked: Bool { queue.withLock { $0.lastWriteWorked } }

    var done: Work {
        queue.withLock { Work(commits: $0.commits, changes: $0.changes, waiting: $0.entries.count) }
    }

    /// Writes what is queued and lets go of the file; returns when that is done.
    func close() async {
        shut()
        _ = await closed.committed()
    }

    /// The same without waiting.
    func shut() {
        queue.withLock { $0.isClosed = true }
        work.signal()
    }

    private func write(to storage: any RowStorage) {
        while true {
            let isIdle = work.wait(timeout: .now() + lookInterval) == .timedOut
            let (entries, readings, looks, batch, isClosed) = queue.withLock { queue in
                let taken = (queue.entries, queue.readings, queue.looks, queue.gathering, queue.isClosed)
                queue.readings = []
                queue.looks = []
                if !queue.entries.isEmpty {
                    queue.entries = []
                    queue.writing = queue.gathering
                    queue.gathering = CommitBatch()
                }
                return taken
            }
            if !entries.isEmpty { commit(entries, of: batch, to: storage) }
            if isIdle || !looks.isEmpty {
                let isThere = look(at: storage)
                for look in looks { look.finish(committed: isThere) }
            }
            for reading in readings { reading.answer.resume(with: Result { try storage.row(reading.id) }) }
            if isClosed, queue.withLock({ $0.entries.isEmpty }) { break }
            // What can't be written now is tried again behind the next change.
            if (try? storage.tidy()) == true { work.signal() }
        }
        storage.close()
    }

    private func commit(_ entries: [Entry], of batch: CommitBatch, to storage: any RowStorage) {
        do {
            try storage.commit(entries.flatMap(\.changes))
        } catch let lost as FolderLost {
            note(lost)
            return takeBack(entries, of: batch, because: nil)
        } catch {
            return takeBack(entries, of: batch, because: error)
        }
        let recovered = queue.withLock { queue in
            queue.writing = nil
            queue.commits += 1
            queue.changes += entries.count
            defer { queue.lastWriteWorked = true }
            return !queue.lastWriteWorked
        }
        batch.finish(committed: true)
        if recovered { report(.recovered) }
    }

    private func look(at storage: any RowStorage) -> Bool {
        do {
            try storage.checkPlace()
        } catch {
            note(error)
            return false
        }
        if hasLostFolder.exchange(false, ordering: .relaxed) { report(.folderBack) }
        return true
    }

    private func note(_ lost: FolderLost) {
        guard !hasLostFolder.exchange(true, ordering: .relaxed) else { return }
        report(.folderLost(path: lost.path))
    }

    /// - Parameter error: What the disk said; nil when it was not asked, and nothing has to be told.
    private func takeBack(_ entries: [Entry], of batch: CommitBatch, because error: (any Error)?) {
        let (behind, batchBehind) = queue.withLock { queue in
            queue.isTakingBack = true
            if error != nil { queue.lastWriteWorked = false }
            defer {
                queue.entries = []
                queue.gathering = CommitBatch()
            }
            return (queue.entries, queue.gathering)
        }
        for entry in (entries + behind).reversed() { entry.undo() }
        queue.withLock { queue in
            queue.isTakingBack = false
            queue.writing = nil
        }
        batch.finish(committed: false)
        batchBehind.finish(committed: false)
        guard let error else { return }
        report(.failed(cause: String(describing: error), entries: entries.count + behind.count))
    }
}

/// The journal takes nothing at present.
struct JournalRefusal: Error {}

/// What an operator should hear of the journal.
package enum JournalEvent: Sendable, Equatable {
    /// Changes could not be written and were taken back; their callers were told.
    case failed(cause: String, entries: Int)
    /// The first batch written after a failure.
    case recovered
    /// The folder is not where it was: nothing can be changed or read until it is.
    case folderLost(path: String)
    case folderBack
}

/// What an operator should hear of the store.
package enum StoreEvent: Sendable, Equatable, CustomStringConvertible {
    case journal(JournalEvent)
    /// The time of day is so far ahead of where it can be that it was set. What has expired by it is not removed for a day.
    case clockAhead(by: Duration)

    package var description: String {
        switch self {
        case .journal(.folderLost(let path)):
            "the data folder \(path) was moved or deleted: nothing is answered until it is back"
        case .journal(.folderBack): "the data folder is back"
        case .journal(let event): "\(event)"
        case .clockAhead(let lead):
            "the clock has jumped ahead by \(lead.wholeSeconds) s; what has expired by it is kept for a day"
        }
    }
}

/// Hands a value over to one thread, which takes it out and is from then on alone with it.
private final class Transferred<Value>: @unchecked Sendable {
    private var value: Value?

    init(_ value: sending Value) {
        self.value = value
    }

    func take() -> Value? {
        defer { value = nil }
        return value
    }
}
