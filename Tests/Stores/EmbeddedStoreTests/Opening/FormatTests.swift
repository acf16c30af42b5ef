import Foundation
import Support
import Testing

@testable import EmbeddedStore

@Suite("the database file")
struct FormatTests {
    private let folder: TemporaryFolder
    private var file: String { folder.data + "/store.sqlite" }

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open() throws -> SQLiteRows {
        try SQLiteRows(in: DataFolder(path: folder.data))
    }

    private func make(_ sql: String) throws {
        try open().close()
        try Database(path: file).run(sql)
    }

    @Test("of a newer version is refused and left as it is")
    func newer() throws {
        try make("PRAGMA user_version = 4")
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(throws: StoreOpeningError.newer(path: file, version: 4)) { try open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    }

    @Test(
        "of a version before is read as it is, and becomes one of this version with its first commit",
        arguments: [1, 2])
    func older(_ before: Int64) throws {
        try make("PRAGMA user_version = \(before)")
        func version() throws -> Int64 { try Database(path: file).integer("PRAGMA user_version") }
        try open().close()
        #expect(try version() == before)
        func change() throws {
            let rows = try open()
            try rows.commit([.put(RowID(record: 1), [1])])
            rows.close()
        }
        try change()
        #expect(try version() == 3)
    }

    @Test("of another program is refused")
    func foreign() throws {
        try make("PRAGMA application_id = 7")
        #expect(throws: StoreOpeningError.foreign(path: file)) { try open() }
    }

    @Test("that is no database is refused and left as it is")
    func rubbish() throws {
        try open().close()
        let rubbish =
            Data("this is not a database, though it is long enough to be one. ".utf8) + Data(count: 5000)
        try rubbish.write(to: URL(fileURLWithPath: file))
        #expect {
            try open()
        } throws: { error in
            guard case StoreOpeningError.damaged(file, _) = error else { return false }
            return true
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == rubbish)
    }

    @Test("with a torn page is found damaged when it is read")
    func torn() throws {
        let rows = try open()
        try rows.commit((1...500).map { .put(RowID(record: $0), [UInt8](repeating: 1, count: 100)) })
        rows.close()
        let handle = try #require(FileHandle(forUpdatingAtPath: file))
        try handle.seek(toOffset: 3 * 4096)
        try handle.write(contentsOf: Data(repeating: 0xff, count: 4096))
        try handle.close()
        let copy = folder.path + "/copy"
        try TemporaryFolder.copy(folder.data, to: copy)
        #expect {
            try SQLiteRows(in: DataFolder(path: copy)).read { (_, _) throws(RowDamage) in }
        } throws: { error in
            guard case StoreOpeningError.damaged(copy + "/store.sqlite", _) = error else { return false }
            return true
        }
    }

    @Test(
        "every error of opening says in one line what is wrong, and in another what to do",
        arguments: [
            StoreOpeningError.locked(path: "p", processID: 7), .locked(path: "p", processID: nil),
            .notWritable(path: "p", cause: "c"), .exposed(path: "p"), .damaged(path: "p", cause: "c"),
            .foreign(path: "p"), .newer(path: "p", version: 2), .malformedSecret(path: "p"), .noThread,
            .emptied(path: "p"), .older(path: "p", missing: 1), .incomplete(path: "p"),
            .secretMissing(path: "p"), .otherSecret(place: "p"),
        ])
    func errors(_ error: StoreOpeningError) {
        for text in [error.description, error.hint] {
            #expect(!text.isEmpty && !text.contains("\n") && !text.hasSuffix("."))
        }
    }
}
