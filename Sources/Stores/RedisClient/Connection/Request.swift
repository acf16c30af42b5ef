import NIOCore

/// What one caller wants written in one piece on one connection.
struct Request: Sendable {
    enum Content: Sendable {
        case commands([RedisCommand])
        case script(RedisScript, keys: [[UInt8]], arguments: [[UInt8]])
    }

    let content: Content
    /// Sends a script whole, because the server has forgotten it.
    var sendsSource = false
    /// Puts `ASKING` before every command: it is for a slot that is on its way to the node asked. Each is answered, too.
    var isAsking = false

    init(_ commands: [RedisCommand]) {
        content = .commands(commands)
    }

    init(_ script: RedisScript, keys: [[UInt8]], arguments: [[UInt8]]) {
        content = .script(script, keys: keys, arguments: arguments)
    }

    /// The first key: it says the slot, and all the others are in the same one.
    var key: [UInt8]? {
        switch content {
        case .commands(let commands): commands.lazy.compactMap(\.key).first
        case .script(_, let keys, _): keys.first
        }
    }
}

/// What comes of a request: as many replies as it has commands, or why there are none.
typealias Outcome = Result<[RedisReply], RedisFailure>

/// Who is told of the outcome. Exactly once.
enum Recipient: Sendable {
    /// A task that waits.
    case task(UnsafeContinuation<Outcome, Never>)
    /// The client itself, on the event loop.
    case loop(@Sendable (Outcome) -> Void)

    var isTask: Bool {
        if case .task = self { true } else { false }
    }

    func receive(_ outcome: Outcome) {
        switch self {
        case .task(let continuation): continuation.resume(returning: outcome)
        case .loop(let receive): receive(outcome)
        }
    }

    func receive(unavailable reason: String) {
        receive(.failure(.unavailable(reason: reason)))
    }
}

/// A request that has been written, until all its replies are here.
struct PendingReplies {
    let recipient: Recipient
    let expected: Int
    let deadline: NIODeadline
    var replies: [RedisReply] = []
}
