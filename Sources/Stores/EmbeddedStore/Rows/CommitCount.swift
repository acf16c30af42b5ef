/// How many commits the file has seen, counted in each of them, and in ``CommitNote`` once it is durable: so a file is known that is
/// older than what was acknowledged, whether its log was lost, cut, damaged or left behind. SQLite itself takes what it can read of
/// a log, and no log for an empty one.
final class CommitCount {
    private let folder: DataFolder
    private let state: StateTable
    private let wasInUse: Bool
    private(set) var commits: Int64
    /// There once this process has written to the file.
    private var counting: (note: CommitNote, put: Statement)?

    init(of state: StateTable, in folder: DataFolder) throws(SQLiteError) {
        self.state = state
        self.folder = folder
        commits = try state.number(.commits) ?? 0
        wasInUse = try state.number(.isInUse) == 1
    }

    /// Throws when the file lacks what was acknowledged.
    func check() throws(StoreOpeningError) {
        guard let acknowledged = try CommitNote.read(in: folder.path) else {
            if wasInUse { throw .incomplete(path: folder.databasePath) }
            return
        }
        guard commits >= acknowledged else {
            throw .older(path: folder.databasePath, missing: acknowledged - commits)
        }
    }

    /// Takes the file as it is for what was acknowledged.
    ///
    /// - Returns: How many commits it lacks; `nil` when nothing says that.
    func accept() throws(StoreOpeningError) -> Int64? {
        var acknowledged: Int64?
        do { acknowledged = try CommitNote.read(in: folder.path) } catch {
            guard case .damaged = error else { throw error }
        }
        try using(CommitNote.path(in: folder.path)) { () throws(SystemError) in
            _ = try CommitNote(commits, in: folder.path)
        }
        return acknowledged.map { max(0, $0 - commits) }
    }

    /// Before the first change. That the file is in use stands in the file itself and not in its log only, whichever of them is copied.
    func start() throws {
        guard counting == nil else { return }
        try folder.checkPlace()
        let note = try CommitNote(commits, in: folder.path)
        try state.set(isInUse: true)
        try state.database.foldLog()
        counting = (note, try state.put())
    }

    /// One more, as part of a transaction.
    func add() throws(SQLiteError) {
        try counting?.put.run(StateTable.Entry.commits.rawValue, commits + 1)
    }

    /// The transaction has been committed, and nobody has been told.
    func note() {
        commits += 1
        // One that can't be written tells less should the log be lost, and nothing wrong.
        try? counting?.note.write(commits)
    }

    /// Nothing is written any more.
    func stop() {
        guard counting != nil || wasInUse else { return }
        try? state.set(isInUse: false)
        counting = nil
    }
}
