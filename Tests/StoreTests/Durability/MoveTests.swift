import EmbeddedStore
import Foundation
import OAuthCore
import OAuthModel
import StoreContract
import Testing

/// A folder that is a server's at one time and a copy's at another.
private struct EmbeddedFolder: MovableStore {
    let folder: TemporaryFolder
    let clock: ManualClock

    func serve(_ body: (any AuthorizationStore) async throws -> Void) async throws {
        let store = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
        do { try await body(store) } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    func archive(_ body: (any StoreArchive) async throws -> Void) async throws {
        let archive = try EmbeddedArchive.open(folder: folder.data, clock: clock.clock)
        defer { archive.close() }
        try await body(archive)
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
        let clock = ManualClock()
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
        let clock = ManualClock()
        let archive = try EmbeddedArchive.open(folder: folder.data, clock: clock.clock)
        try await archive.setCopyMark("elsewhere")
        archive.close()
        #expect(throws: StoreOpeningError.copyUnfinished(path: folder.data)) {
            try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
        }
        let again = try EmbeddedArchive.open(folder: folder.data, clock: clock.clock)
        #expect(try await again.copyMark() == "elsewhere")
        try await again.setCopyMark(nil)
        try await again.setCopyMark(nil)
        again.close()
        _ = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
    }

    @Test("an archive that is closed is unavailable")
    func closed() async throws {
        let archive = try EmbeddedArchive.open(folder: try TemporaryFolder().data, clock: .system)
        archive.close()
        await #expect(throws: StoreError.self) { try await archive.load([]) }
    }
}
