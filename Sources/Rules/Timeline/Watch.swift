/// Tells that a timeline has changed: once, however often it did since it was last told.
package struct Watch: AsyncSequence, Sendable {
    private let changes: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (changes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The one loop that awaits changes ends.
    package func cancel() { continuation.finish() }

    func tell() { continuation.yield() }

    func whenOver(_ action: @escaping @Sendable () -> Void) {
        continuation.onTermination = { _ in action() }
    }

    package func makeAsyncIterator() -> AsyncStream<Void>.Iterator { changes.makeAsyncIterator() }
}
