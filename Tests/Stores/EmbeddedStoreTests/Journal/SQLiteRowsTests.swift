import Support
import Testing

@testable import EmbeddedStore

@Suite("rows in a SQLite file")
struct SQLiteRowsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(_ path: String? = nil, pageLimit: Int? = nil) throws -> SQLiteRows {
        try SQLiteRows(in: DataFolder(path: path ?? folder.data), pageLimit: pageLimit)
    }

    private func content(_ rows: SQLiteRows) throws -> [RowID: [UInt8]] {
        var content: [RowID: [UInt8]] = [:]
        try rows.read { (id: RowID, body: [UInt8]) throws(RowDamage) in content[id] = body }
        return content
    }

    @Test("are there again when the file is opened again, empty ones and large ones too")
    func reopening() throws {
        let bodies: [[UInt8]] = [[], [1, 2, 3], [UInt8](repeating: 7, count: 100_000)]
        do {
            let rows = try open()
            try rows.commit(bodies.enumerated().map { .put(RowID(record: Int64($0)), $1) })
            rows.close()
        }
        let again = try content(open())
        #expect(again.count == 3)
        for (index, body) in bodies.enumerated() { #expect(again[RowID(record: Int64(index))] == body) }
    }

    @Test("come a record before its parts, in the order of the records")
    func order() throws {
        let rows = try open()
        let ids = [
            RowID(record: 1), RowID(record: 1, part: 1), RowID(record: 1, part: RowID.partLimit - 1),
            RowID(record: 2), RowID(record: 1 << 40, part: 3),
        ]
        try rows.commit(ids.reversed().map { .put($0, [1]) })
        var seen: [RowID] = []
        try rows.read { (id: RowID, _: [UInt8]) throws(RowDamage) in seen.append(id) }
        #expect(seen == ids)
        #expect(seen.map(\.record) == [1, 1, 1, 2, 1 << 40])
        #expect(seen.map(\.part) == [0, 1, RowID.partLimit - 1, 0, 3])
    }

    @Test("are replaced one by one, and deleted with all parts of their record and no other")
    func changes() throws {
        let rows = try open()
        try rows.commit([
            .put(RowID(record: 1), [1]), .put(RowID(record: 2), [2]), .put(RowID(record: 2, part: 1), [3]),
            .put(RowID(record: 2, part: RowID.partLimit - 1), [4]), .put(RowID(record: 3), [5]),
        ])
        try rows.commit([.put(RowID(record: 1), [9]), .delete(record: 2)])
        #expect(try content(rows) == [RowID(record: 1): [9], RowID(record: 3): [5]])
    }

    @Test("change all together or not at all when the file can't grow, and change again when it can")
    func fullDisk() throws {
        let rows = try open(pageLimit: 20)
        try rows.commit([.put(RowID(record: 1), [1])])
        let large = [UInt8](repeating: 7, count: 200_000)
        #expect(throws: SQLiteError.self) {
            try rows.commit([.put(RowID(record: 1), [2]), .delete(record: 1), .put(RowID(record: 2), large)])
        }
        #expect(try content(rows) == [RowID(record: 1): [1]])
        try rows.commit([.put(RowID(record: 3), [3])])
        #expect(try content(rows).count == 2)
    }

    @Test("have been synced when a commit returns")
    func synced() throws {
        let database = try open().database
        let full: Int64 = 2
        #expect(try database.integer("PRAGMA synchronous") == full)
        #expect(
            try database.integer("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'") == 1)
    }

    @Test("survive without a close: files copied at any moment hold what was committed until then")
    func crash() throws {
        let rows = try open()
        for number in 1...20 {
            try rows.commit([
                .put(RowID(record: Int64(number)), [UInt8](repeating: UInt8(number), count: 500))
            ])
            let copy = folder.path + "/copy\(number)"
            try TemporaryFolder.copy(folder.data, to: copy)
            #expect(try content(open(copy)).count == number)
        }
    }
}
