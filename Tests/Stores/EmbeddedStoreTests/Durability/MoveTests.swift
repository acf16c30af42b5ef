import Foundation
import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@testable import EmbeddedStore

/// A folder that is a server's at one time and a copy's at another.
private struct EmbeddedFolder: MovableStore {
    let folder: TemporaryFolder
    let clock: MovableClock

    func serve(_ body: (any AuthorizationStore) async throws -> Void) async throws {
        let store = try await whenFree { try EmbeddedStore.open(folder: folder.data, clock: clock.clock) }
        do { try await body(store) } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    func archive(_ body: (any StoreArchive) async throws -> Void) async throws {
        let archive = try await whenFree { try EmbeddedArchive.open(folder: folder.data, clock: clock.clock) }
        defer { archive.close() }
        try await body(archive)
    }

    /// A program that another test starts holds our locks, too, until it runs.
    private func whenFree<Opened>(_ open: () throws -> Opened) async throws -> Opened {
        try await eventually("the folder is free") {
            do { return try open() } catch StoreOpeningError.locked { return nil }
        }
    }
}

@Suite("a move from one folder to another")
struct MoveTests {
    @Test("keeps the promise", arguments: MovePromise.all)
    func promise(_ promise: MovePromise) async throws {
        let folders = [try TemporaryFolder(), try TemporaryFolder()]
        try await promise.check(
            from: { EmbeddedFolder(folder: folders[0], clock: $0) },
            to: { EmbeddedFolder(folder: folders[1], clock: $0) })
    }

    @Test("the folder is locked meanwhile, and a folder that is in use is not moved")
    func lock() throws {
        let folder = try TemporaryFolder()
        let clock = MovableClock()
        let archive = try EmbeddedArchive.open(folder: folder.data, clock: clock.clock)
        let locked = StoreOpeningError.locked(path: folder.data, processID: getpid())
        #expect(throws: locked) { try EmbeddedStore.open(folder: folder.data, clock: clock.clock) }
        #expect(throws: locked) { try EmbeddedArchive.open(folder: folder.data, clock: clock.clock) }
        archive.close()
        _ = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
    }

    @Test("no server starts on the half of a copy")
    func unfinished() async throws {
        let folder = try TemporaryFolder()
        let clock = MovableClock()
        let archive = try EmbeddedArchive.open(folder: folder.data, clock: clock.clock)
        let mark = CopyMark(source: "elsewhere", merges: false, place: "in a place of its own")
        try await archive.setCopyMark(mark)
        archive.close()
        #expect(throws: StoreOpeningError.copyUnfinished(path: folder.data)) {
            try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
        }
        let again = try EmbeddedArchive.open(folder: folder.data, clock: clock.clock)
        #expect(try await again.copyMark() == mark)
        try await again.setCopyMark(nil)
        try await again.setCopyMark(nil)
        again.close()
        _ = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
    }

    @Test("a mark that can't be read is nobody's: no server starts, and nothing is copied")
    func illegibleMark() async throws {
        for text in ["", "embedded, in host:/folder", "7", "-1 copy a b", "7 copies a b", "7 copy"] {
            let folder = try TemporaryFolder()
            let clock = MovableClock()
            try EmbeddedArchive.open(folder: folder.data, clock: clock.clock).close()
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.data + "/copy-unfinished"))
            #expect(throws: StoreOpeningError.copyUnfinished(path: folder.data)) {
                try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
            }
            let archive = try EmbeddedArchive.open(folder: folder.data, clock: clock.clock)
            #expect(try await archive.copyMark() == .illegible, "\(text)")
            let source = try EmbeddedArchive.open(folder: try TemporaryFolder().data, clock: clock.clock)
            for merges in [false, true] {
                await #expect(throws: CopyFailure.begunElsewhere("by another version of mcp-auth")) {
                    try await StoreCopy(
                        from: source, to: archive, place: "", merges: merges, opens: { _ in true }
                    ).run()
                }
            }
            archive.close()
            source.close()
        }
    }

    @Test("a store has its name from its beginning, and takes it along; one that has none is given one")
    func identity() async throws {
        let folder = try TemporaryFolder()
        await (try EmbeddedStore.open(folder: folder.data, clock: .system)).close()
        let copy = folder.path + "/copy"
        try TemporaryFolder.copy(folder.data, to: copy)
        let names = try await [folder.data, copy, folder.data].asyncMap { folder in
            let archive = try EmbeddedArchive.open(folder: folder, clock: .system)
            defer { archive.close() }
            return try await archive.identity()
        }
        #expect(Set(names).count == 1)
        try Database(path: copy + "/store.sqlite").run("DROP TABLE identity")
        let archive = try EmbeddedArchive.open(folder: copy, clock: .system)
        let name = try await archive.identity()
        #expect(name.utf8.count == 32 && name != names[0])
        #expect(try await archive.identity() == name)
        archive.close()
    }

    @Test("a copy reads a file as a server does: what one refuses the other refuses, in the same words")
    func refusals() async throws {
        let rows: [(id: Int64, body: [UInt8])] = [
            (-5, []), (.max, []), (.min, []), (7 << 20, [3, 1, 2]), (7 << 20, [200]), (7 << 20, [4]),
            (7 << 20 | 1, [2]),
        ]
        for (id, body) in rows {
            let folder = try TemporaryFolder()
            await (try EmbeddedStore.open(folder: folder.data, clock: .system)).close()
            let path = folder.data + "/store.sqlite"
            let hex = body.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            try Database(path: path).run("INSERT INTO rows VALUES (\(id), x'\(hex)')")
            func refusal(_ open: () throws -> Void) -> StoreOpeningError? {
                #expect(throws: StoreOpeningError.self) { try open() }
            }
            let server = refusal { _ = try EmbeddedStore.open(folder: folder.data, clock: .system) }
            let copy = refusal { _ = try EmbeddedArchive.open(folder: folder.data, clock: .system) }
            #expect(server == copy)
            #expect(
                server?.description.contains("\(path) is damaged: row \(id): ") == true, "\(server as Any)")
        }
    }

    @Test("a probe that was left behind is nothing, to a copy as to a server, wherever it stands")
    func probe() async throws {
        let folder = try TemporaryFolder()
        let clock = MovableClock()
        let store = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
        _ = try await StoreFixture(store: store, clock: clock).client("client", lifetime: .seconds(60))
        await store.close()
        try Database(path: folder.data + "/store.sqlite").run(
            "INSERT INTO rows VALUES (7 << 20, x'06'); UPDATE rows SET body = x'06' WHERE id & 1")
        await (try EmbeddedStore.open(folder: folder.data, clock: clock.clock)).close()
        let archive = try EmbeddedArchive.open(folder: folder.data, clock: clock.clock)
        var pages = try await archive.pages()
        #expect(try await pages.next()?.records.map(\.name) == [.client(ClientID(rawValue: "client"))])
        archive.close()
    }

    @Test("an archive that is closed is unavailable")
    func closed() async throws {
        let archive = try EmbeddedArchive.open(folder: try TemporaryFolder().data, clock: .system)
        archive.close()
        await #expect(throws: StoreError.self) { try await archive.load([]) }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
