import WireText

/// Why there is no answer that could be used.
package enum RedisFailure: Error, Sendable, Equatable {
    /// No server could be asked, or none answered in time. A command that was already on its way may have been done, or not:
    /// nobody knows, and so it is never sent a second time. `reason` is for the operator's log.
    case unavailable(reason: String)

    /// The server answered with an error (`OOM`, `READONLY`, `WRONGTYPE`…), or whoever connects to it learns why it can't be used
    /// (`LOADING`, `WRONGPASS`…): the command was not done. What the code means as a state of the server says ``RedisTrouble``.
    case refused(code: String, message: String)
}

extension RedisFailure: CustomStringConvertible {
    /// One line, fit for a log.
    package var description: String {
        switch self {
        case .unavailable(let reason): "redis is unavailable: \(LogText.sentence(reason))"
        case .refused(let code, let message):
            RedisTrouble(rawValue: code)?.words
                ?? "redis refused the command: \(LogText.sentence("\(code) \(message)"))"
        }
    }
}
