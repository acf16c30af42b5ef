import Synchronization

/// Bounds how many requests wait for something at a time: the others are told at once.
final class WaitingRoom: Sendable {
    /// So many hold a connection and some kilobytes each.
    private static let limit = 256

    private let waiting = Atomic(0)

    /// Whoever is let in has to ``leave()``.
    func enter() -> Bool {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.limit else {
            leave()
            return false
        }
        return true
    }

    func leave() {
        waiting.subtract(1, ordering: .relaxed)
    }
}
