package import OAuthModel
package import Storage
import Support
import Testing

/// One thing that every store promises, whatever it is made of.
///
/// An adapter is tested by running all of ``all`` against it:
///
///     @Test("keeps the promise", arguments: StorePromise.all)
///     func promise(_ promise: StorePromise) async throws {
///         try await promise.check { clock in try await MyStore(clock: clock) }
///     }
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
        + sessionPromises
        + clientPromises
        + evictionPromises
}
