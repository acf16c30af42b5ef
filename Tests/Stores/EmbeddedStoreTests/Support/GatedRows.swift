import Dispatch

@testable import EmbeddedStore

/// Rows that wait with each batch until the test has looked at it and said how it ends.
final class GatedRows: RowStorage, @unchecked Sendable {
    struct Refused: Error {}

    /// The batches as the writer brings them; each waits for ``allow()`` or ``refuse()``.
    let batches: AsyncStream<[RowChange]>
    private let arrivals: AsyncStream<[RowChange]>.Continuation
    private let verdict = DispatchSemaphore(value: 0)
    /// Written before and read after a signal of `verdict`.
    private var isRefused = false

    init() {
        (batches, arrivals) = AsyncStream.makeStream()
    }

    func allow() {
        isRefused = false
        verdict.signal()
    }

    func refuse() {
        isRefused = true
        verdict.signal()
    }

    func commit(_ changes: [RowChange]) throws {
        arrivals.yield(changes)
        verdict.wait()
        if isRefused { throw Refused() }
    }

    func checkPlace() {}

    func row(_ id: RowID) -> [UInt8]? { nil }

    func tidy() -> Bool { false }

    func close() {
        arrivals.finish()
    }
}
