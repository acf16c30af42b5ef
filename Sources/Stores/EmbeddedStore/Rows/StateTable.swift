/// What the file says of itself, in a table beside the rows. Earlier versions of this program made none, and leave one alone.
struct StateTable {
    enum Entry: Int64 {
        /// How many commits the file has seen.
        case commits = 1
        /// 1 from the first commit of a process until that has let go of the file.
        case isInUse = 2
        /// The mark of the secret that the rows are sealed under.
        case secret = 3
    }

    let database: Database

    /// As the file has it; `nil`: it says nothing.
    func read<Value>(_ entry: Entry, _ value: (Statement) -> Value) throws(SQLiteError) -> Value? {
        guard try database.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'state'") > 0 else {
            return nil
        }
        return try database.prepare("SELECT value FROM state WHERE id = ?1").first(entry.rawValue, value)
    }

    func number(_ entry: Entry) throws(SQLiteError) -> Int64? { try read(entry) { $0.integer(0) } }

    /// In a transaction of its own, and makes the table where there is none.
    func set(isInUse: Bool) throws(SQLiteError) {
        do {
            try database.run(
                """
                BEGIN IMMEDIATE;
                CREATE TABLE IF NOT EXISTS state (id INTEGER PRIMARY KEY, value);
                INSERT OR REPLACE INTO state (id, value) VALUES (\(Entry.isInUse.rawValue), \(isInUse ? 1 : 0));
                COMMIT;
                """)
        } catch {
            if database.isInTransaction { try? database.run("ROLLBACK") }
            throw error
        }
    }

    func remove(_ entry: Entry) throws(SQLiteError) {
        try database.run("DELETE FROM state WHERE id = \(entry.rawValue)")
    }

    /// Sets an entry. There is a table by now.
    func put() throws(SQLiteError) -> Statement {
        try database.prepare("INSERT OR REPLACE INTO state (id, value) VALUES (?1, ?2)")
    }
}
