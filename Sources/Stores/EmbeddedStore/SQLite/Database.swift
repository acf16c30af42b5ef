import CSQLite

/// One connection to a SQLite file, for one thread at a time: SQLite's own locks are off.
final class Database {
    private let handle: OpaquePointer

    /// Opens a file that is there; making it is the data folder's affair, which also settles who may read it.
    init(path: String) throws(SQLiteError) {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code)
        }
        sqlite3_extended_result_codes(opened, 1)
        handle = opened
    }

    /// Statements that are still alive keep the connection until they go too.
    deinit {
        sqlite3_close_v2(handle)
    }

    /// Whether the log stays as it is when the connection ends, rather than being folded into the file and deleted.
    func keepLog(_ keeps: Bool) throws(SQLiteError) {
        try check(csqlite_keep_log_on_close(handle, keeps ? 1 : 0))
    }

    /// Brings the log into the file, and leaves an empty one.
    func foldLog() throws(SQLiteError) {
        _ = try integer("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    func run(_ sql: String) throws(SQLiteError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        guard let statement else { throw SQLiteError(code: SQLITE_MISUSE) }
        return Statement(statement, of: self)
    }

    /// The single number that a query or a pragma answers.
    func integer(_ sql: String) throws(SQLiteError) -> Int64 {
        let query = try prepare(sql)
        return try query.next() ? query.integer(0) : 0
    }

    /// Whether a transaction has begun and neither been committed nor given up; SQLite gives some up by itself.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func check(_ code: Int32) throws(SQLiteError) {
        guard code != SQLITE_OK, code != SQLITE_ROW, code != SQLITE_DONE else { return }
        throw SQLiteError(code: code)
    }
}

/// An extended result code of SQLite.
struct SQLiteError: Error, Equatable, CustomStringConvertible {
    let code: Int32

    /// The code without what extends it.
    var primary: Int32 { code & 0xff }

    var description: String {
        "sqlite: \(sqlite3_errstr(code).map { String(cString: $0) } ?? "unknown error") (\(code))"
    }
}
