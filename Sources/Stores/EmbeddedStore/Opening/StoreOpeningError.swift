import CSQLite

/// Why the store could not be opened. Nothing has been deleted or overwritten.
package enum StoreOpeningError: Error, Equatable {
    /// Another process uses the folder; its id, when it could be read.
    case locked(path: String, processID: Int32?)
    /// A folder or file can't be made, read or written; `cause` is the system's word for it.
    case notWritable(path: String, cause: String)
    /// A folder that other users of this machine may enter and that holds other things too.
    case exposed(path: String)
    case damaged(path: String, cause: String)
    /// The file is sound but was not made by this program.
    case foreign(path: String)
    /// The file was made by a later version of this program.
    case newer(path: String, version: Int64)
    /// A later version of this program has written to a store that has no file.
    case newerRecords(place: String)
    /// A copy into the store was begun and not finished.
    case copyUnfinished(path: String)
    /// The database is empty or not there, and what lies beside it says that it should not be.
    case emptied(path: String)
    /// The database has not seen the last commits that were acknowledged.
    case older(path: String, missing: Int64)
    /// The database was in use when it was last written, and does not lie where it was used.
    case incomplete(path: String)
    /// There are records, and the secret that they are sealed under is not there.
    case secretMissing(path: String)
    /// There are records, and they are sealed under another secret.
    case otherSecret(place: String)
    /// The server secret is not 32 bytes in base64url.
    case malformedSecret(path: String)
    /// The system grants no more threads.
    case noThread

    init(_ error: SQLiteError, path: String) {
        switch error.primary {
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(path: path, cause: error.description)
        case SQLITE_BUSY, SQLITE_LOCKED: self = .locked(path: path, processID: nil)
        default: self = .notWritable(path: path, cause: error.description)
        }
    }
}

extension StoreOpeningError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .locked(let path, let processID?): "another mcp-auth (process id \(processID)) uses \(path)"
        case .locked(let path, nil): "another process uses \(path)"
        case .notWritable(let path, let cause): "can't read and write \(path): \(cause)"
        case .exposed(let path): "\(path) is open to other users of this machine"
        case .damaged(let path, let cause): "\(path) is damaged: \(cause)"
        case .foreign(let path): "\(path) is a database of another program"
        case .newer(let path, let version):
            "\(path) was made by a newer mcp-auth (its format is \(version), this one reads \(SQLiteRows.schemaVersion))"
        case .newerRecords(let place):
            "the records in \(place) were written by a newer mcp-auth than this one"
        case .copyUnfinished(let path): "a copy into the store in \(path) has not been finished"
        case .emptied(let path): "\(path) is empty, but what lies beside it belongs to one that was not"
        case .older(let path, let missing):
            "\(path) is older than what was acknowledged: its last \(missing) \(missing == 1 ? "commit is" : "commits are") missing"
        case .incomplete(let path):
            "\(path) was in use when it was copied, and what belonged to it is not beside it"
        case .secretMissing(let path):
            "there is no \(path), and the store holds records that are sealed under it"
        case .otherSecret(let place):
            "the records in \(place) are sealed under another server secret than this one"
        case .malformedSecret(let path): "\(path) does not hold 32 bytes in base64url"
        case .noThread: "the system grants no more threads"
        }
    }

    /// What to do about it, in one line.
    package var hint: String {
        switch self {
        case .locked: "stop that process, or set MCP_AUTH_DATA to another folder"
        case .notWritable(_, let cause): Self.remedy(cause)
        case .exposed: "run `chmod 700` on it, or set MCP_AUTH_DATA to a folder of its own"
        case .damaged:
            "restore it from a backup, or move the folder away to begin anew: clients then register again"
        case .foreign: "set MCP_AUTH_DATA to a folder of its own"
        case .newer: "run the newer version, or set MCP_AUTH_DATA to another folder"
        case .newerRecords: "run the newer version, or name another redis: there is no way back"
        case .copyUnfinished:
            "run the same `mcp-auth store copy` again: it goes on where it was interrupted; or begin anew with an empty store"
        case .emptied:
            "restore all files of the folder from one backup, or move store.sqlite and its log away to begin anew: clients then register again"
        case .older, .incomplete:
            "restore all files of the folder from one backup, or run `mcp-auth store accept` to do without what is missing: what was revoked or used in it counts again"
        case .secretMissing:
            "restore it from a backup, or name a copy of it with server.secret_file; to begin anew without it, move store.sqlite away: clients then register again"
        case .otherSecret:
            "restore the server.secret that belongs to them, or name it with server.secret_file; to begin anew without it, empty the store: clients then register again"
        case .malformedSecret:
            "restore it from a backup; without it everything in the store is lost, and a new store needs a new secret"
        case .noThread: "raise the limit of processes and threads for this user"
        }
    }
}

/// A row that does not say what a row says.
struct RowDamage: Error, CustomStringConvertible {
    let description: String
}
