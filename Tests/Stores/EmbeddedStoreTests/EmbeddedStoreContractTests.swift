import EmbeddedStore
import StoreContract
import Support
import Testing

@Suite("the contract of stores")
struct EmbeddedStoreContractTests {
    @Test("is kept in memory", arguments: StorePromise.all)
    func inMemory(_ promise: StorePromise) async throws {
        try await promise.check { clock in EmbeddedStore(memoryOnly: clock) }
    }

    @Test("is kept with every change on the disk", arguments: StorePromise.all)
    func durable(_ promise: StorePromise) async throws {
        let folder = try TemporaryFolder()
        try await promise.check { clock in try EmbeddedStore.open(folder: folder.data, clock: clock) }
    }
}
