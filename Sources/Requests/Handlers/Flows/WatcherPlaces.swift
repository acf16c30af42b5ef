import Synchronization

/// Bounds how many watch at a time: each holds a connection for as long as it likes.
final class WatcherPlaces: Sendable {
    /// Taken until nobody holds it any more: an answer that is never sent gives its place back too.
    final class Place: Sendable {
        private let places: WatcherPlaces

        fileprivate init(_ places: WatcherPlaces) {
            self.places = places
        }

        deinit { places.taken.withLock { $0 -= 1 } }
    }

    private let limit: Int
    private let taken = Mutex(0)

    init(_ limit: Int) {
        self.limit = limit
    }

    /// Nil when there is none left.
    func take() -> Place? {
        let isFree = taken.withLock { taken in
            guard taken < limit else { return false }
            taken += 1
            return true
        }
        return isFree ? Place(self) : nil
    }
}
