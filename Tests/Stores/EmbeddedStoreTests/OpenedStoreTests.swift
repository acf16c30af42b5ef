import EmbeddedStore
import Foundation
import OAuthModel
import Storage
import Support
import Testing

@Suite("what an opened store says of itself")
struct OpenedStoreTests {
    @Test("where it is, from the root, by whatever path it was opened")
    func place() async throws {
        let folder = try TemporaryFolder()
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/real", withIntermediateDirectories: false)
        let store: any OpenedStore = try EmbeddedStore.open(folder: link, clock: .system)
        let root = try #require(realpath(folder.path, nil).map { String(cString: $0) })
        #expect(store.place == root + "/real")
        #expect(store.name == "embedded")
        #expect(store.counter == nil)
        await store.close()
        #expect(store.place == root + "/real")
    }

    @Test("that it is in memory, where it is nowhere else")
    func memory() {
        let store: any OpenedStore = EmbeddedStore(memoryOnly: .system)
        #expect([store.name, store.place] == ["memory", "memory"])
    }
}
