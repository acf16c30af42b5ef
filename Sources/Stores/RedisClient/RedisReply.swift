/// What Redis answers to one command (RESP2).
package enum RedisReply: Equatable, Sendable {
    /// No value: a key that doesn't exist.
    case null
    case integer(Int)
    case bytes([UInt8])
    /// A short word such as `OK` or `PONG`.
    case status(String)
    /// May be nested, and may contain errors.
    case list([RedisReply])
    /// `code` is the word in capitals that the server's text begins with, such as `OOM` or `WRONGTYPE`; `ERR` when it has none.
    case error(code: String, message: String)
}

extension RedisReply {
    var isError: Bool {
        if case .error = self { true } else { false }
    }
}
