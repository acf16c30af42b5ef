import Foundation
import OAuthCore
import Storage
import StoreContract
import Support
import Testing

@testable import EmbeddedStore

/// What was acknowledged is there after a start, or the start is refused: never an older state without a word.
@Suite("a store that lacks what was acknowledged")
struct OlderStoreTests {
    private let folder: TemporaryFolder
    private let clock = MovableClock()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(_ path: String) throws -> (StoreFixture, EmbeddedStore) {
        let store = try EmbeddedStore.open(folder: path, clock: clock.clock)
        return (StoreFixture(store: store, clock: clock), store)
    }

    private static let grants = (1...24).map { "grant \($0)" }

    /// Makes grants and revokes every second one, each change in a commit of its own; and what a kill leaves.
    private func killed(_ name: String = "killed") async throws -> String {
        let path = folder.path + "/" + name
        let (fixture, store) = try open(folder.path + "/of " + name)
        for grant in Self.grants { try await fixture.beginRedeemed(grant) }
        for grant in Self.grants.enumerated() where grant.offset % 2 == 0 {
            _ = try await store.revoke(key(grant.element))
        }
        try TemporaryFolder.copy(folder.path + "/of " + name, to: path)
        await store.close()
        return path
    }

    private func expectWhole(_ fixture: StoreFixture, _ note: Comment) async throws {
        for (index, grant) in Self.grants.enumerated() {
            #expect(try await fixture.hasAccess("access", of: grant) == (index % 2 == 1), note)
        }
    }

    /// Of all files that have any. SQLite makes an empty log where there is none.
    private func contents(_ path: String) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name != "lock" {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        }
        return contents.filter { !$0.value.isEmpty }
    }

    /// Opens a copy with one file changed (nil: removed): all is there, or it is refused and stays as it is.
    private func expectHonest(
        _ path: String, _ change: [String: Data?], _ note: Comment
    ) async throws -> StoreOpeningError? {
        let copy = folder.path + "/" + UUID().uuidString
        try TemporaryFolder.copy(path, to: copy)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        for (name, content) in change {
            let url = URL(fileURLWithPath: copy + "/" + name)
            if let content { try content.write(to: url) } else { try FileManager.default.removeItem(at: url) }
        }
        let before = try contents(copy)
        do {
            let (fixture, store) = try open(copy)
            try await expectWhole(fixture, note)
            await store.close()
            return nil
        } catch let error as StoreOpeningError {
            #expect(try contents(copy) == before, "\(note)")
            return error
        }
    }

    @Test("a kill with a whole log is none: the store opens without a word, and so does one that was stopped")
    func kill() async throws {
        let path = try await killed()
        #expect(try await expectHonest(path, [:], "killed") == nil)
        #expect(try await expectHonest(folder.path + "/of killed", [:], "stopped") == nil)
    }

    @Test("its log is gone")
    func noLog() async throws {
        let path = try await killed()
        let error = try await expectHonest(path, ["store.sqlite-wal": nil], "gone")
        // Two changes for each grant, and the revocations.
        guard case .older(_, missing: 60) = error else { return #expect(Bool(false), "\(error as Any)") }
    }

    @Test("its log was cut, wherever: all is there, or it is refused")
    func cut() async throws {
        let path = try await killed()
        let log = try #require(try contents(path)["store.sqlite-wal"])
        var refusals = 0
        for length in stride(from: 0, through: log.count - 1, by: 9001) {
            let error = try await expectHonest(
                path, ["store.sqlite-wal": log.prefix(length)], "cut to \(length)")
            guard case .older = error else {
                #expect(error == nil)
                continue
            }
            refusals += 1
        }
        #expect(refusals > 20)
    }

    @Test("its log has a wrong bit, wherever: all is there, or it is refused")
    func wrongBit() async throws {
        let path = try await killed()
        let log = try #require(try contents(path)["store.sqlite-wal"])
        var refusals = 0
        for position in stride(from: 3, to: log.count, by: 9001) {
            var altered = log
            altered[altered.startIndex + position] ^= 0x10
            let error = try await expectHonest(path, ["store.sqlite-wal": altered], "bit at \(position)")
            guard case .older = error else {
                #expect(error == nil)
                continue
            }
            refusals += 1
        }
        #expect(refusals > 20)
    }

    @Test("it is empty or gone beside its log, which is kept; or empty after a clean stop")
    func emptied() async throws {
        let path = try await killed()
        for content in [Data(), nil] as [Data?] {
            let error = try await expectHonest(path, ["store.sqlite": content], "\(content as Any)")
            guard case .emptied = error else {
                #expect(Bool(false), "\(error as Any)")
                continue
            }
        }
        let error = try await expectHonest(folder.path + "/of killed", ["store.sqlite": Data()], "stopped")
        guard case .emptied = error else { return #expect(Bool(false), "\(error as Any)") }
    }

    @Test("who takes store.sqlite and its log away begins anew")
    func anew() async throws {
        let path = try await killed()
        for name in ["store.sqlite", "store.sqlite-wal"] {
            try FileManager.default.removeItem(atPath: path + "/" + name)
        }
        let (fixture, store) = try open(path)
        #expect(store.recordCount == 0)
        try await fixture.beginRedeemed("grant")
        await store.close()
        let (again, reopened) = try open(path)
        #expect(try await again.hasAccess("access"))
        await reopened.close()
    }

    @Test(
        "store.sqlite was copied alone: refused from the first change to the clean stop, and whole after it")
    func alone() async throws {
        let path = folder.data
        func copied(_ name: String) throws -> String {
            let copy = folder.path + "/" + name
            try FileManager.default.createDirectory(
                atPath: copy, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try FileManager.default.copyItem(
                atPath: path + "/store.sqlite", toPath: copy + "/store.sqlite")
            return copy
        }
        let (fixture, store) = try open(path)
        try await fixture.beginRedeemed("grant")
        let early = try copied("early")
        #expect(throws: StoreOpeningError.incomplete(path: early + "/store.sqlite")) { try open(early) }
        await store.close()
        let (whole, reopened) = try open(try copied("late"))
        #expect(try await whole.hasAccess("access"))
        await reopened.close()
    }

    @Test(
        "store.sqlite may be copied alone, too, when a start after a kill has folded the log and changed nothing"
    )
    func aloneAgain() async throws {
        let path = try await killed()
        let (_, folding) = try open(path)
        await folding.close()
        try FileManager.default.removeItem(atPath: path + "/store.commits")
        let (fixture, store) = try open(path)
        try await expectWhole(fixture, "alone")
        await store.close()
    }

    @Test("an earlier store.sqlite was put in its place: how many commits are missing is said")
    func backup() async throws {
        let path = folder.data
        let (fixture, store) = try open(path)
        try await fixture.beginRedeemed("grant")
        await store.close()
        let earlier = try #require(try contents(path)["store.sqlite"])
        let (again, reopened) = try open(path)
        _ = try await again.store.revoke(key("grant"))
        await reopened.close()
        try earlier.write(to: URL(fileURLWithPath: path + "/store.sqlite"))
        #expect(throws: StoreOpeningError.older(path: path + "/store.sqlite", missing: 1)) { try open(path) }
    }

    @Test("is opened once it was accepted, and goes on as any other")
    func accepted() async throws {
        let path = try await killed()
        try FileManager.default.removeItem(atPath: path + "/store.sqlite-wal")
        #expect(throws: StoreOpeningError.self) { try open(path) }
        #expect(try EmbeddedStore.accept(folder: path) == 60)
        #expect(try EmbeddedStore.accept(folder: path) == 0)
        let (fixture, store) = try open(path)
        try await fixture.beginRedeemed("grant")
        let copy = folder.path + "/copy"
        try TemporaryFolder.copy(path, to: copy)
        await store.close()
        let (again, reopened) = try open(copy)
        #expect(try await again.hasAccess("access"))
        await reopened.close()
        try FileManager.default.removeItem(atPath: copy + "/store.commits")
        try Data("rubbish".utf8).write(to: URL(fileURLWithPath: path + "/store.commits"))
        #expect(
            throws: StoreOpeningError.damaged(path: path + "/store.commits", cause: "it is not a number")
        ) { try open(path) }
        #expect(try EmbeddedStore.accept(folder: path) == nil)
        let (_, last) = try open(path)
        await last.close()
    }

    @Test(
        "what counts commits may be behind, as after a power cut, and not be there at all in a store of an earlier version"
    )
    func noteBehind() async throws {
        let path = try await killed()
        let note = try #require(try contents(path)["store.commits"])
        #expect(String(decoding: note, as: UTF8.self) == "0000000000000000060\n")
        let behind = Data("0000000000000000007\n".utf8)
        #expect(try await expectHonest(path, ["store.commits": behind], "behind") == nil)
        let copy = folder.path + "/earlier"
        try TemporaryFolder.copy(path, to: copy)
        try FileManager.default.removeItem(atPath: copy + "/store.commits")
        try Database(path: copy + "/store.sqlite").run("DROP TABLE state")
        #expect(try await expectHonest(copy, [:], "earlier") == nil)
    }

    @Test("a store that nobody changes stays as it is, to the byte")
    func untouched() async throws {
        let (fixture, store) = try open(folder.data)
        try await fixture.beginRedeemed("grant")
        await store.close()
        let before = try contents(folder.data)
        for _ in 1...2 {
            let (_, again) = try open(folder.data)
            await again.close()
            try EmbeddedArchive.open(folder: folder.data, clock: clock.clock).close()
        }
        #expect(try contents(folder.data) == before)
    }

    @Test("many commits, folded into the file by the way, survive a kill at each moment")
    func folded() async throws {
        let path = folder.data
        let rows = try SQLiteRows(in: DataFolder(path: path))
        let body = [UInt8](repeating: 7, count: 40_000)
        for number in 1...250 {
            try rows.commit([.put(RowID(record: Int64(number)), body)])
            guard number % 10 == 0 else { continue }
            let copy = folder.path + "/\(number)"
            try TemporaryFolder.copy(path, to: copy)
            var count = 0
            try SQLiteRows(in: DataFolder(path: copy)).read { (_, _) throws(RowDamage) in count += 1 }
            #expect(count == number)
            try FileManager.default.removeItem(atPath: copy)
        }
        rows.close()
    }
}
