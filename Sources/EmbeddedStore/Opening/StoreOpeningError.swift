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
    /// A copy into the store was begun and not finished.
    case copyUnfinished(path: String)
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
        case .copyUnfinished(let path): "a copy into the store in \(path) has not been finished"
        case .malformedSecret(let path): "\(path) does not hold 32 bytes in base64url"
        case .noThread: "the system grants no more threads"
        }
    }

    /// What to do about it, in one line.
    package var hint: String {
        switch self {
        case .locked: "stop that process, or set MCP_AUTH_DATA to another folder"
        case .notWritable: "make it writable for this user, or set MCP_AUTH_DATA to another folder"
        case .exposed: "run `chmod 700` on it, or set MCP_AUTH_DATA to a folder of its own"
        case .damaged:
            "restore it from a backup, or move the folder away to begin anew: clients then register again"
        case .foreign: "set MCP_AUTH_DATA to a folder of its own"
        case .newer: "run the newer version, or set MCP_AUTH_DATA to another folder"
        case .copyUnfinished:
            "run the same `mcp-auth store copy` again: it goes on where it was interrupted; or begin anew with an empty store"
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
