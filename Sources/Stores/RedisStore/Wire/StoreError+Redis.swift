import RedisClient
import Storage

extension StoreError {
    /// What stands in the way, in a sentence that anyone may read: addresses and the words of Redis are in the log.
    init(_ failure: RedisFailure, waitingFor wait: ReplicaWait? = nil) {
        switch failure {
        case .unavailable:
            self = .unavailable(
                reason: wait?.shortfall == .fails
                    ? "redis doesn't answer, or too few of its replicas confirmed a change"
                    : "redis doesn't answer")
        case .refused(let code, _):
            self = .unavailable(reason: RedisTrouble(rawValue: code)?.words ?? "redis refused a command")
        }
    }

    /// Redis answered with something that no version of it answers to what was asked.
    static let unintelligible = StoreError.unavailable(reason: "redis gave an answer that makes no sense")
}
