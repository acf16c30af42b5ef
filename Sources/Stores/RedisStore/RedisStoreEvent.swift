/// What the operator should hear of, beside the failures that callers are answered with.
package enum RedisStoreEvent: Sendable, Equatable, CustomStringConvertible {
    /// Under this key is something that this store did not write. It counts as absent. Told once for each kind of key.
    case damaged(key: String)
    /// That clients were used can't be noted. Told once until it can be again; a client's next use makes up for it.
    case useNotNoted(reason: String)
    /// What is in Redis was sealed under another secret than this server's. Told once until it is right again.
    case otherSecret
    case secretIsRight
    /// Redis refused a command with an error that is not a state of it. Told once for each code.
    case refused(code: String, message: String)

    /// Whether nothing works until somebody does something about it.
    package var isFatal: Bool { self == .otherSecret }

    package var description: String {
        switch self {
        case .damaged(let key): "what is under the key \(key) can't be read and counts as absent"
        case .refused(let code, let message): "redis refused a command: \(code) \(message)"
        case .otherSecret:
            "the records in redis are sealed under another server secret than this one: nothing is answered until the secret is the one that they belong to, or redis is emptied"
        case .secretIsRight: "the records in redis are sealed under this server's secret again"
        case .useNotNoted(let reason): "that clients were used can't be noted: \(reason)"
        }
    }
}
