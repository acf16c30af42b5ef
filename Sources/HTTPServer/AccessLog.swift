import Endpoint
import Logging
import NIOCore

/// One line for each request that is worth one. Never the query: codes and states stand there.
struct AccessLog {
    private let logger: Logger
    private let threshold: Logger.Level

    init(_ logger: Logger) {
        self.logger = logger
        threshold = logger.logLevel
    }

    /// Whether there is a line for each request.
    var showsAll: Bool { threshold <= .debug }

    /// Whether a line would be written at all.
    func isInterested(inStatus status: Int, refused: Bool) -> Bool {
        threshold <= Self.level(status: status, refused: refused)
    }

    /// - Parameters:
    ///   - head: nil when the request was refused before its head could be read.
    ///   - unlogged: Requests like this one that have no line.
    func record(
        _ head: RequestHead?, id: String, peer: PeerAddress, route: String?, status: Int, cause: String?,
        duration: TimeAmount, unlogged: Int = 0
    ) {
        let level = Self.level(status: status, refused: cause != nil)
        var metadata: Logger.Metadata = [
            "request": .string(id), "peer": .string(LogText.word(peer.address)),
            "status": .stringConvertible(status),
            "duration_us": .stringConvertible(duration.nanoseconds / 1_000),
        ]
        if let head {
            metadata["method"] = .string(LogText.word(head.method.rawValue))
            metadata["path"] = .string(LogText.word(head.path))
        }
        if let route { metadata["route"] = .string(LogText.word(route)) }
        if unlogged > 0 { metadata["unlogged"] = .stringConvertible(unlogged) }
        if let cause { metadata["cause"] = .string(LogText.sentence(cause)) }
        logger.log(level: level, "request", metadata: metadata)
    }

    /// Plain successes are not worth their time on a busy server; what went wrong is.
    static func level(status: Int, refused: Bool) -> Logger.Level {
        switch status {
        case 503: .warning
        case 500...: .error
        case 400...: .info
        default: refused ? .info : .debug
        }
    }
}
