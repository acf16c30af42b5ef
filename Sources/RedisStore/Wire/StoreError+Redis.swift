import OAuthCore
import RedisClient

extension StoreError {
    /// What stands in the way, in words for the operator.
    init(_ failure: RedisFailure) {
        switch failure {
        case .unavailable(let reason): self = .unavailable(reason: "redis is unavailable: \(reason)")
        case .refused(let code, let message): self = .unavailable(reason: Self.reason(code, message))
        }
    }

    /// Redis answered with something that no version of it answers to what was asked.
    static let unintelligible = StoreError.unavailable(reason: "redis gave an answer that makes no sense")

    private static func reason(_ code: String, _ message: String) -> String {
        switch code {
        case "NOAUTH": "redis asks for a password, and none is configured"
        case "WRONGPASS": "redis refuses the configured user or password"
        case "NOPERM": "the redis user lacks a permission: \(message)"
        case "READONLY": "redis is a read-only replica: the address must be that of the primary"
        case "OOM": "redis is out of memory: its maxmemory is reached"
        case "LOADING": "redis is loading its data from disk"
        case "MISCONF": "redis refuses writes because it can't save to its disk"
        case "NOREPLICAS":
            "redis refuses writes because too few replicas are connected (min-replicas-to-write)"
        case "MASTERDOWN": "redis is a replica that has lost its primary"
        case "CLUSTERDOWN": "the redis cluster is down: \(message)"
        case "BUSY": "redis is busy with a script that doesn't end"
        default: "redis refused a command: \(code) \(message)"
        }
    }
}
