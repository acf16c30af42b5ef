import Synchronization
import Web

/// How much is fetched at once. Each lane has places of its own, so that what strangers name never keeps out what is known.
final class Places: Sendable {
    private let limits: [FetchTerms.Lane: Int]
    private let taken = Mutex<[FetchTerms.Lane: Int]>([:])

    init(_ limits: [FetchTerms.Lane: Int]) {
        self.limits = limits
    }

    func take(_ lane: FetchTerms.Lane) -> Bool {
        taken.withLock { taken in
            guard taken[lane, default: 0] < limits[lane, default: 0] else { return false }
            taken[lane, default: 0] += 1
            return true
        }
    }

    func leave(_ lane: FetchTerms.Lane) {
        taken.withLock { $0[lane, default: 1] -= 1 }
    }
}
