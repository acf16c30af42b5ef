package import OAuthModel
package import Storage
import Support
import Testing

/// One thing that every store promises, whatever it is made of.
///
/// What an adapter has to do is said at the ports, in `Storage`. Its author runs all of ``all`` against it, in a file of a test target that
/// depends on `StoreContract`:
///
///     @Suite("the contract of stores")
///     struct MyStoreContractTests {
///         @Test("is kept", arguments: StorePromise.all)
///         func promise(_ promise: StorePromise) async throws {
///             try await promise.check { clock in try await MyStore(clock: clock) }
///         }
///     }
///
/// The store that is made there is empty, and takes its time from that clock alone. What is left to the adapter (how much room there is
/// for records that anyone may cause, what survives a crash) its own tests prove. `ToyStore` is one that was written from the ports'
/// words alone, in under 300 lines.
package struct StorePromise: Sendable, CustomTestStringConvertible {
    /// The promise as a sentence.
    package let testDescription: String
    private let body: @Sendable (StoreFixture) async throws -> Void

    init(_ sentence: String, _ body: @escaping @Sendable (StoreFixture) async throws -> Void) {
        testDescription = sentence
        self.body = body
    }

    /// Makes an empty store that takes its time from the clock it is given, and holds it to the promise.
    package func check(_ make: (Clock) async throws -> any AuthorizationStore) async throws {
        let clock = MovableClock()
        try await body(StoreFixture(store: try await make(clock.clock), clock: clock))
    }

    package static let all =
        codePromises + redemptionPromises + accessTokenPromises + rotationPromises + reusePromises
        + absencePromises + summaryPromises + revocationPromises + racePromises + transientPromises
        + sessionPromises + registerPromises
        + clientPromises
        + evictionPromises
}
