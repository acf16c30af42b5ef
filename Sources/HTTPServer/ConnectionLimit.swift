import Synchronization

/// Counts the open connections of all loops.
package final class ConnectionLimit: Sendable {
    private let open = Atomic<Int>(0)
    private let limit: Int

    package init(_ limit: Int) {
        self.limit = limit
    }

    /// Counts one more; false when it is one too many. It is counted either way, until ``leave()``.
    func enter() -> Bool {
        open.add(1, ordering: .relaxed).newValue <= limit
    }

    func leave() {
        open.subtract(1, ordering: .relaxed)
    }
}
