import OAuthCore
import RedisClient

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
            self = .unavailable(reason: Self.reasons[code] ?? "redis refused a command")
        }
    }

    /// Redis answered with something that no version of it answers to what was asked.
    static let unintelligible = StoreError.unavailable(reason: "redis gave an answer that makes no sense")

    /// By the word that an error of Redis begins with.
    static let reasons = [
        "BUSY": "redis is busy with a script that doesn't end",
        "CLUSTERDOWN": "the redis cluster is down: nobody serves some of its slots",
        "LOADING": "redis is loading its data from disk",
        "MASTERDOWN": "redis is a replica that has lost its primary",
        "MISCONF": "redis refuses writes because it can't save to its disk",
        "NOAUTH": "redis asks for a password, and none is configured",
        "NOPERM": "the redis user lacks a permission that is needed",
        "NOREPLICAS": "redis refuses writes because too few replicas are connected (min-replicas-to-write)",
        "OOM": "redis is out of memory: its maxmemory is reached",
        "READONLY": "redis is a read-only replica: the address must be that of the primary",
        "WRONGPASS": "redis refuses the configured user or password",
    ]
}
