import EmbeddedStore
import Foundation
import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@Suite("when the data folder is moved or deleted under the store")
struct LostFolderTests {
    private let folder: TemporaryFolder
    private let clock = MovableClock()
    private let events = Recorder<StoreEvent>()
    private let store: EmbeddedStore
    private let record = SealedRecord(bytes: [1, 2, 3])

    init() throws {
        folder = try TemporaryFolder()
        let events = events
        store = try EmbeddedStore.open(folder: folder.data, clock: clock.clock, patience: .seconds(3600)) {
            events.add($0)
        }
    }

    private var away: String { folder.path + "/away" }

    private func move(_ source: String, to target: String) throws {
        try FileManager.default.moveItem(atPath: source, toPath: target)
    }

    private func insert(_ name: String) async throws {
        try await store.insert(code: digest("code"), record, of: key(name), lifetime: .seconds(60))
    }

    private func expectLost(_ ask: () async throws -> Void) async {
        let error = await #expect(throws: StoreError.self) { try await ask() }
        #expect(error?.reason == "the data folder of the embedded store was moved or deleted")
    }

    private var lost: StoreEvent { .journal(.folderLost(path: folder.data)) }

    @Test("nothing is acknowledged, and it is told once")
    func deleted() async throws {
        try await insert("before")
        try FileManager.default.removeItem(atPath: folder.data)
        for number in 0..<5 { await expectLost { try await insert("after \(number)") } }
        await expectLost { try await store.check() }
        #expect(events.all == [lost])
        #expect(
            events.all.map(\.description) == [
                "the data folder \(folder.data) was moved or deleted: nothing is answered until it is back"
            ])
        await store.close()
        #expect(!FileManager.default.fileExists(atPath: folder.data))
    }

    @Test("health finds it without a change, and then nothing is read: another process may know better")
    func unread() async throws {
        try await insert("before")
        try move(folder.data, to: away)
        await expectLost { try await store.check() }
        await expectLost { _ = try await store.load(code: digest("code"), of: key("before")) }
        await expectLost { _ = try await store.load(accessToken: digest("access"), of: key("before")) }
        #expect(store.recall(accessToken: digest("access"), of: key("before")) == .elsewhere)
        await expectLost { _ = try await store.load(refreshToken: digest("refresh"), of: key("before")) }
        await expectLost { _ = try await store.load(.init(rawValue: "client")) }
        await expectLost { _ = try await store.load(session: digest("session")) }
        await expectLost { _ = try await store.load(.upstreamState, digest("state")) }
        await expectLost { _ = try await store.revoke(key("before")) }
        await store.close()
    }

    @Test("when it comes back the store goes on with what it knew, and with nothing it refused")
    func back() async throws {
        try await insert("before")
        try move(folder.data, to: away)
        await expectLost { try await insert("between") }
        try move(away, to: folder.data)
        try await store.check()
        #expect(try await store.load(code: digest("code"), of: key("before")) != nil)
        #expect(try await store.load(code: digest("code"), of: key("between")) == nil)
        try await insert("after")
        #expect(events.all == [lost, .journal(.folderBack)])
        await store.close()

        let survivor = try EmbeddedStore.open(folder: folder.data, clock: clock.clock)
        #expect(try await survivor.load(code: digest("code"), of: key("before")) != nil)
        #expect(try await survivor.load(code: digest("code"), of: key("between")) == nil)
        #expect(try await survivor.load(code: digest("code"), of: key("after")) != nil)
        await survivor.close()
    }

    @Test("another folder in its place is not the folder, be it a copy of it")
    func replaced() async throws {
        try await insert("before")
        try TemporaryFolder.copy(folder.data, to: away)
        try move(folder.data, to: folder.path + "/old")
        try move(away, to: folder.data)
        await expectLost { try await insert("after") }
        try FileManager.default.removeItem(atPath: folder.data)
        try move(folder.path + "/old", to: folder.data)
        try await store.check()
        await store.close()
    }

    @Test(
        "one file that it holds open is as much as all of them",
        arguments: ["store.sqlite", "store.sqlite-wal", "lock"])
    func oneFile(_ name: String) async throws {
        try await insert("before")
        try move(folder.data + "/" + name, to: away)
        await expectLost { try await insert("after") }
        try Data().write(to: URL(fileURLWithPath: folder.data + "/" + name))
        await expectLost { try await store.check() }
        #expect(events.all == [lost])
        await store.close()
    }

    @Test("a store that was there before knows its files, too")
    func reopened() async throws {
        try await insert("before")
        await store.close()
        let second = try EmbeddedStore.open(
            folder: folder.data, clock: clock.clock, patience: .seconds(3600))
        try await second.check()
        try move(folder.data, to: away)
        await expectLost { try await second.check() }
        await second.close()
    }
}
