/// What the operator should hear of, beside the failures that callers are answered with.
package enum RedisStoreEvent: Sendable, Equatable, CustomStringConvertible {
    /// Under this key is something that this store did not write. It counts as absent. Told once for each kind of key.
    case damaged(key: String)
    /// That clients were used can't be noted. Told once until it can be again; a client's next use makes up for it.
    case useNotNoted(reason: String)

    /// Redis refused a command with an error that is not a state of it. Told once for each code.
    case refused(code: String, message: String)

    package var description: String {
        switch self {
        case .damaged(let key): "what is under the key \(key) can't be read and counts as absent"
        case .refused(let code, let message): "redis refused a command: \(code) \(message)"
        case .useNotNoted(let reason): "that clients were used can't be noted: \(reason)"
        }
    }
}
