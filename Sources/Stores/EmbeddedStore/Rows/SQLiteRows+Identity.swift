extension SQLiteRows {
    /// Names the file for as long as it lives, wherever it is moved.
    static let identification = """
        CREATE TABLE IF NOT EXISTS identity (id TEXT NOT NULL);
        INSERT INTO identity SELECT lower(hex(randomblob(16))) WHERE NOT EXISTS (SELECT 1 FROM identity);
        """

    /// New files have one. An early one is given it here.
    func identity() throws -> String {
        try database.run(Self.identification)
        let query = try database.prepare("SELECT id FROM identity")
        return try query.next() ? String(decoding: query.blob(0), as: UTF8.self) : ""
    }
}
