import CSQLite

/// A prepared statement, used again and again.
final class Statement {
    private let handle: OpaquePointer
    private let database: Database

    init(_ handle: OpaquePointer, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Runs a statement that answers nothing. Parameters are numbers first, then the blob.
    func run(_ numbers: Int64..., blob: [UInt8]? = nil) throws(SQLiteError) {
        for (index, number) in numbers.enumerated() {
            try database.check(sqlite3_bind_int64(handle, Int32(index) + 1, number))
        }
        var code = SQLITE_OK
        if let blob {
            // Bound without a copy: the bytes outlive the step, and the binding is undone right after it.
            code = blob.withUnsafeBytes {
                let bound = sqlite3_bind_blob64(
                    handle, Int32(numbers.count) + 1, $0.baseAddress, UInt64($0.count), nil)
                return bound == SQLITE_OK ? sqlite3_step(handle) : bound
            }
            sqlite3_clear_bindings(handle)
        } else {
            code = sqlite3_step(handle)
        }
        sqlite3_reset(handle)
        try database.check(code)
    }

    /// What a query with one parameter says in its first row; `nil` when it has none.
    func first<Value>(_ number: Int64, _ read: (Statement) -> Value) throws(SQLiteError) -> Value? {
        try database.check(sqlite3_bind_int64(handle, 1, number))
        defer { sqlite3_reset(handle) }
        return try next() ? read(self) : nil
    }

    /// The rows of a query with parameters, until `body` says `false`.
    func each(_ numbers: Int64..., body: (Statement) -> Bool) throws(SQLiteError) {
        for (index, number) in numbers.enumerated() {
            try database.check(sqlite3_bind_int64(handle, Int32(index) + 1, number))
        }
        defer { sqlite3_reset(handle) }
        while try next(), body(self) {}
    }

    /// The next row of a query; after the last one `false`.
    func next() throws(SQLiteError) -> Bool {
        let code = sqlite3_step(handle)
        try database.check(code)
        return code == SQLITE_ROW
    }

    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
