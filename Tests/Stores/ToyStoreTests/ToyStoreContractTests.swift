import StoreContract
import Testing

@Suite("the contract of stores, in a toy")
struct ToyStoreContractTests {
    @Test("is kept by a store written from its words alone", arguments: StorePromise.all)
    func promise(_ promise: StorePromise) async throws {
        try await promise.check { clock in ToyStore(clock: clock) }
    }
}
