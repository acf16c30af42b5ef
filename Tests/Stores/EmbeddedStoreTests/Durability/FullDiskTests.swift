import EmbeddedStore
import OAuthCore
import Storage
import StoreContract
import Support
import Testing

@Suite("when the disk is full")
struct FullDiskTests {
    @Test("the store stays up, keeps what it acknowledged and nothing else, and recovers when there is room")
    func full() async throws {
        let folder = try TemporaryFolder()
        let clock = MovableClock()
        let events = Recorder<StoreEvent>()
        let store = try EmbeddedStore.open(
            folder: folder.data, clock: clock.clock, pageLimit: 30, report: { events.add($0) })
        let large = SealedRecord(bytes: [UInt8](repeating: 7, count: 8000))
        var kept: [String] = []
        var refused: String?
        for number in 0..<100 where refused == nil {
            let grant = "grant \(number)"
            do {
                try await store.insert(
                    code: digest("code"), large, of: key(grant), lifetime: .seconds(60))
                kept.append(grant)
            } catch {
                refused = grant
            }
        }
        let lost = try #require(refused)
        #expect(kept.count > 5)
        #expect(try await store.load(code: digest("code"), of: key(lost)) == nil)
        for grant in kept { #expect(try await store.load(code: digest("code"), of: key(grant)) != nil) }

        let copy = folder.path + "/copy"
        try TemporaryFolder.copy(folder.data, to: copy)
        let survivor = try EmbeddedStore.open(folder: copy, clock: clock.clock)
        #expect(try await survivor.load(code: digest("code"), of: key(lost)) == nil)
        for grant in kept { #expect(try await survivor.load(code: digest("code"), of: key(grant)) != nil) }
        await survivor.close()

        clock.advance(by: .seconds(60))
        try await store.sweep()
        try await store.insert(code: digest("code"), large, of: key(lost), lifetime: .seconds(60))
        try await store.check()
        await store.close()
        guard case .journal(.failed(_, entries: 1)) = events.all.first else {
            return #expect(Bool(false), "\(events.all)")
        }
        #expect(events.all.dropFirst() == [.journal(.recovered)])
    }
}
