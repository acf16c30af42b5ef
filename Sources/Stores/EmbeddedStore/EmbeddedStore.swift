package import OAuthModel
package import Storage
import Synchronization

/// The ports on this machine: everything in memory, every change in a SQLite file before it is acknowledged.
///
/// Reads never wait. What was acknowledged survives the death of the process and of the machine. When the disk refuses,
/// changes are answered `.unavailable` and have not happened; the next change tries again.
package final class EmbeddedStore: Sendable {
    let grants: GrantLedger
    let clients: ClientLedger
    let records: RecordLedgers
    let registers: RegisterLedger
    let durability: Durability
    /// `nil` of a store of memory only.
    let folder: String?
    let lastSweep = Mutex<Timestamp?>(nil)
    private let sweepTime: Mutex<SweepTime>
    private let clock: Clock
    private let uptime: Uptime
    /// Of a health check.
    private let patience: Duration
    private let report: @Sendable (StoreEvent) -> Void
    private let journal: Journal?

    /// Within the second for which a finding of health is told again.
    package static let usualPatience = Duration.seconds(1)

    /// A store that forgets everything with its process: for tests.
    ///
    /// `recordLimit` bounds the memory, in bytes, of each kind of record that strangers may cause.
    package convenience init(
        memoryOnly clock: Clock, uptime: Uptime? = nil, recordLimit: Int = RecordLedger.standardLimit
    ) {
        self.init(StoreContent(), journal: nil, clock: clock, uptime: uptime, recordLimit: recordLimit)
    }

    /// Opens the store of a folder, which is made when there is none, and holds the folder until ``close()``.
    ///
    /// `report` hears, on a thread of the store, when the disk refuses and when it works again, and of a clock that jumps. `pageLimit`
    /// bounds the file, in pages of 4 KiB. `patience` is how long a health check waits for the disk. Without an uptime of its own that goes along with the clock. `secret` is asked for the proof of
    /// the server's secret, and told whether there are records; without one any secret will do.
    package static func open(
        folder: String, clock: Clock, uptime: Uptime? = nil, pageLimit: Int? = nil,
        patience: Duration = usualPatience,
        report: @escaping @Sendable (StoreEvent) -> Void = { _ in },
        secret: (_ hasRecords: Bool) throws(StoreOpeningError) -> SecretProof? = { _ in nil }
    ) throws(StoreOpeningError) -> EmbeddedStore {
        let rows = try SQLiteRows(in: DataFolder(path: folder), pageLimit: pageLimit)
        let mark = try using(folder) { () throws(SystemError) in try CopyMarkFile(folder: folder).read() }
        guard mark == nil else { throw .copyUnfinished(path: folder) }
        var content = StoreContent()
        try rows.read { (id, body) throws(RowDamage) in try content.add(id, body) }
        if let proof = try secret(!content.isEmpty) { try rows.check(proof, content) }
        for (record, parts) in content.takeEnded() { rows.retire(record, parts: parts) }
        let journal = Journal { report(.journal($0)) }
        guard journal.start(rows) else { throw .noThread }
        return EmbeddedStore(
            content, journal: journal, folder: folder, clock: clock, uptime: uptime,
            patience: patience, report: report)
    }

    /// Takes the store of a folder as it is, though it lacks what was acknowledged.
    ///
    /// - Returns: How many commits are missing; `nil` when nobody can tell.
    package static func accept(folder: String) throws(StoreOpeningError) -> Int64? {
        try SQLiteRows.accept(DataFolder(path: folder))
    }

    /// Makes a data folder where there is none, and takes care that it is this user's alone.
    package static func prepare(folder: String) throws(StoreOpeningError) {
        try DataFolder.prepare(folder)
    }

    /// The journal has been started.
    init(
        _ content: StoreContent, journal: Journal?, folder: String? = nil, clock: Clock,
        uptime: Uptime? = nil,
        recordLimit: Int = RecordLedger.standardLimit, patience: Duration = usualPatience,
        report: @escaping @Sendable (StoreEvent) -> Void = { _ in }
    ) {
        let uptime = uptime ?? Uptime(with: clock)
        let durability = Durability(journal: journal, lastNumber: content.lastNumber)
        self.journal = journal
        self.folder = folder
        self.clock = clock
        self.uptime = uptime
        self.patience = patience
        self.report = report
        sweepTime = Mutex(SweepTime(clock.now, uptime.now, lastUse: content.lastUse))
        self.durability = durability
        grants = GrantLedger(durability: durability, clock: clock, loaded: content.grants)
        clients = ClientLedger(durability: durability, clock: clock, loaded: content.clients)
        records = RecordLedgers { kind in
            RecordLedger(
                kind, limit: recordLimit, durability: durability, clock: clock,
                loaded: content.records[kind] ?? [:])
        }
        registers = RegisterLedger(durability: durability, loaded: content.registers)
    }

    deinit {
        journal?.shut()
    }

    /// Forgets what has expired, in memory and in the file, in steps that hold no lock for long, as far as the clock is to be believed. To
    /// be called now and then; nothing that has expired is ever answered, swept or not.
    package func sweep() async throws(StoreError) {
        let (span, jump) = sweepTime.withLock { $0.span(clock.now, uptime.now) }
        if let jump { report(.clockAhead(by: jump)) }
        var batches = [try clients.sweep(span)]
        for ledger in records.all { batches.append(try ledger.sweep(span)) }
        batches.append(try await grants.sweep(span))
        for batch in batches { try await durability.wait(for: batch) }
        lastSweep.withLock { $0 = clock.now }
    }

    /// Writes what is left, folds the log into the file and lets go of the folder. Afterwards nothing can be changed.
    package func close() async {
        await journal?.close()
    }
}

extension EmbeddedStore: StoreHealth {
    package func check() async throws(StoreError) {
        try await check(patience: patience)
    }

    /// Waits for what is being written, and after a failed write makes one of its own to see whether writing works again: as
    /// large as a large record, for where only a little room is left the next small write says nothing. Else it looks for the folder.
    func check(patience: Duration) async throws(StoreError) {
        var batch: CommitBatch?
        if !durability.isLost {
            batch = try durability.unsettled()
            if batch == nil, !durability.lastWriteWorked { batch = try probe() }
        }
        guard let batch = batch ?? durability.look() else { return }
        guard let isCommitted = await batch.committed(within: patience) else { throw .notAnswering }
        guard isCommitted else { throw durability.refusal }
    }

    private func probe() throws(StoreError) -> CommitBatch? {
        var writer = ByteWriter(.probe)
        writer.text([UInt8](repeating: 0, count: 16384))
        return try durability.append(
            [.put(RowID(record: 0), writer.bytes), .delete(record: 0)], undo: {})
    }
}
