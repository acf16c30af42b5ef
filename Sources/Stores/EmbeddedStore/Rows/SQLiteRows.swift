import CSQLite

/// The rows in a SQLite file: one table, and what was committed has been synced.
final class SQLiteRows: RowStorage {
    /// Marks the file as ours (`PRAGMA application_id`): `mcpa`.
    static let applicationID: Int64 = 0x6d63_7061
    /// The version of the table and of what its rows contain (`PRAGMA user_version`).
    ///
    /// - 1: up to the first grants with summaries.
    /// - 2: rows of the kind `summary`, and grants that begin without a code. Everything of 1 is there as it was; a file of 1 becomes one
    ///   of 2 with its first commit.
    /// - 3: rows of the kind `register`, and otherwise as 2.
    static let schemaVersion: Int64 = 3
    private static let oldestVersion: Int64 = 1

    let database: Database
    var path: String { folder.databasePath }
    private let begin: Statement
    private let end: Statement
    private let put: Statement
    private let delete: Statement
    private let select: Statement
    private let range: Statement
    private let folder: DataFolder
    private let state: StateTable
    private let count: CommitCount
    /// Of the file; raised with the first commit.
    private var version = schemaVersion
    /// What is being removed, and of each how many parts are gone.
    private var retired: [(record: Int64, gone: Int, parts: Int)] = []

    /// So many rows are deleted at a time: some milliseconds, in which nobody's change is acknowledged.
    private static let step = 512

    /// Opens the file of the folder, and lays it out when it is new. The folder is let go when the rows are closed.
    ///
    /// What is refused stays as it is, log and all. `pageLimit` bounds the file, in pages of 4 KiB; writes beyond it fail as on a full
    /// disk.
    convenience init(in folder: DataFolder, pageLimit: Int? = nil) throws(StoreOpeningError) {
        try self.init(folder, pageLimit: pageLimit) { (count) throws(StoreOpeningError) in try count.check() }
    }

    private init(
        _ folder: DataFolder, pageLimit: Int? = nil,
        check: (CommitCount) throws(StoreOpeningError) -> Void
    ) throws(StoreOpeningError) {
        let path = folder.databasePath
        self.folder = folder
        let isNew: Bool
        do throws(SQLiteError) {
            database = try Database(path: path)
            try database.keepLog(true)
            // Alone with the file, SQLite keeps the index of its log in memory. With `FULL` a commit returns when the
            // log has been synced.
            try database.run(
                """
                PRAGMA locking_mode = EXCLUSIVE;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                """)
            if let pageLimit { try database.run("PRAGMA max_page_count = \(pageLimit)") }
            isNew = try database.integer("SELECT count(*) FROM sqlite_schema") == 0
        } catch {
            throw StoreOpeningError(error, path: path)
        }
        if !isNew { version = try Self.checkFormat(of: database, path: path) }
        do throws(SQLiteError) {
            state = StateTable(database: database)
            count = try CommitCount(of: state, in: folder)
        } catch {
            throw StoreOpeningError(error, path: path)
        }
        try check(count)
        do throws(SQLiteError) {
            if isNew { try Self.layOut(database) }
            begin = try database.prepare("BEGIN IMMEDIATE")
            end = try database.prepare("COMMIT")
            put = try database.prepare("INSERT OR REPLACE INTO rows (id, body) VALUES (?1, ?2)")
            delete = try database.prepare("DELETE FROM rows WHERE id BETWEEN ?1 AND ?2")
            select = try database.prepare("SELECT body FROM rows WHERE id = ?1")
            range = try database.prepare("SELECT id, body FROM rows WHERE id BETWEEN ?1 AND ?2 ORDER BY id")
        } catch {
            throw StoreOpeningError(error, path: path)
        }
        try folder.hold()
    }

    /// Takes a folder's store as it is for what was acknowledged, and folds its log.
    ///
    /// - Returns: How many commits it lacks; `nil` when nothing says that.
    static func accept(_ folder: DataFolder) throws(StoreOpeningError) -> Int64? {
        var missing: Int64?
        let rows = try SQLiteRows(folder) { (count) throws(StoreOpeningError) in missing = try count.accept()
        }
        rows.close()
        return missing
    }

    private static func checkFormat(of database: Database, path: String) throws(StoreOpeningError) -> Int64 {
        let application: Int64
        let version: Int64
        do throws(SQLiteError) {
            application = try database.integer("PRAGMA application_id")
            version = try database.integer("PRAGMA user_version")
        } catch {
            throw StoreOpeningError(error, path: path)
        }
        guard application == applicationID else { throw .foreign(path: path) }
        guard version <= schemaVersion else { throw .newer(path: path, version: version) }
        guard version >= oldestVersion else {
            throw .damaged(path: path, cause: "there is no format \(version)")
        }
        return version
    }

    private static func layOut(_ database: Database) throws(SQLiteError) {
        try database.run(
            """
            BEGIN IMMEDIATE;
            CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
            \(identification)
            PRAGMA application_id = \(applicationID);
            PRAGMA user_version = \(schemaVersion);
            COMMIT;
            """)
    }

    /// Every row, in the order of their ids: a record before its further parts.
    func read(_ body: (RowID, [UInt8]) throws(RowDamage) -> Void) throws(StoreOpeningError) {
        let path = folder.databasePath
        var damage: RowDamage?
        do throws(SQLiteError) {
            let rows = try database.prepare("SELECT id, body FROM rows ORDER BY id")
            while try rows.next() {
                let id = RowID(number: rows.integer(0))
                do throws(RowDamage) { try body(id, rows.blob(1)) } catch {
                    damage = RowDamage(description: "row \(id.number): \(error.description)")
                    break
                }
            }
        } catch {
            throw StoreOpeningError(error, path: path)
        }
        if let damage { throw .damaged(path: path, cause: damage.description) }
    }

    func commit(_ changes: [RowChange]) throws {
        try transaction {
            for change in changes {
                switch change {
                case .put(let id, let body): try put.run(id.number, blob: body)
                case .delete(let record): try remove(record, parts: 0..<RowID.partLimit)
                case .retire(let record, _, let body):
                    try put.run(RowID(record: record).number, blob: body)
                    try remove(record, parts: RowID.summaryPart..<RowID.partLimit)
                }
            }
        }
        for case .retire(let record, let parts, _) in changes { retire(record, parts: parts) }
    }

    /// Its rows go, in steps; it is not used any more.
    func retire(_ record: Int64, parts: Int) {
        retired.append((record, 0, parts))
    }

    func tidy() throws -> Bool {
        guard let (record, gone, parts) = retired.last else { return false }
        // The record itself is the last to go: until then its parts belong to something.
        let next = min(gone + Self.step, parts)
        try transaction { try remove(record, parts: gone < parts ? gone + 1..<next + 1 : 0..<1) }
        if gone < parts { retired[retired.count - 1].gone = next } else { retired.removeLast() }
        return !retired.isEmpty
    }

    private func remove(_ record: Int64, parts: Range<Int>) throws {
        try delete.run(
            RowID(record: record, part: parts.lowerBound).number,
            RowID(record: record, part: parts.upperBound - 1).number)
    }

    private func transaction(_ body: () throws -> Void) throws {
        try count.start()
        do {
            try begin.run()
            try body()
            try count.add()
            if version < Self.schemaVersion {
                try database.run("PRAGMA user_version = \(Self.schemaVersion)")
            }
            try folder.checkPlace()
            try end.run()
            version = Self.schemaVersion
        } catch {
            // SQLite has given the transaction up by itself after some errors, a full disk among them.
            if database.isInTransaction { try? database.run("ROLLBACK") }
            throw error
        }
        count.note()
    }

    /// The mark of the secret that the rows are sealed under; `nil`: nobody has said.
    func secretMark() throws -> [UInt8]? { try state.read(.secret) { $0.blob(0) } }

    func setSecretMark(_ mark: [UInt8]?) throws {
        guard try secretMark() != mark else { return }
        try transaction {
            if let mark {
                try state.put().run(StateTable.Entry.secret.rawValue, blob: mark)
            } else {
                try state.remove(.secret)
            }
        }
        // Nothing was acknowledged with it that a log could lose.
        try database.foldLog()
    }

    func checkPlace() throws(FolderLost) {
        try folder.checkPlace()
    }

    func row(_ id: RowID) throws -> [UInt8]? {
        try select.first(id.number) { $0.blob(0) }
    }

    /// The rows of a range in the order of their ids, until `body` says `false`.
    func each(from first: RowID, through last: RowID, _ body: (RowID, [UInt8]) -> Bool) throws {
        try range.each(first.number, last.number) { body(RowID(number: $0.integer(0)), $0.blob(1)) }
    }

    /// Folds the log into the file. Should that fail, the next opening reads the log.
    func close() {
        count.stop()
        try? database.foldLog()
        try? database.keepLog(false)
    }
}
