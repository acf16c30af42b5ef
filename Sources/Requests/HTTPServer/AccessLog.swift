import Endpoint
import Logging
import NIOCore
import WireText

/// One line for each request that is worth one. Never the query: codes and states stand there.
struct AccessLog {
    private let logger: Logger
    private let threshold: Logger.Level
    /// Somebody else tells what was refused, and why: what is left is for who looks at each request.
    private let isTold: Bool

    init(_ logger: Logger, isTold: Bool) {
        self.logger = logger
        self.isTold = isTold
        threshold = logger.logLevel
    }

    /// Whether there is a line for each request.
    var showsAll: Bool { threshold <= .debug }

    /// Whether a line would be written at all.
    func isInterested(inStatus status: Int, refused: Bool) -> Bool {
        threshold <= level(status: status, refused: refused)
    }

    /// - Parameter head: nil when the request was refused before its head could be read.
    func record(
        _ head: RequestHead?, id: String, peer: PeerAddress, route: String?, status: Int, cause: String?,
        duration: TimeAmount
    ) {
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
        if let cause { metadata["cause"] = .string(LogText.sentence(cause)) }
        logger.log(
            level: level(status: status, refused: cause != nil), "request", metadata: metadata)
    }

    /// Tells of requests that had no line of their own.
    func record(_ count: LineCounts.Count) {
        var metadata: Logger.Metadata = ["unlogged": .stringConvertible(count.unlogged)]
        let kind = count.kind
        if let status = kind.status { metadata["status"] = .stringConvertible(status) }
        if let route = kind.route { metadata["route"] = .string(LogText.word(route)) }
        if kind.peer != nil { metadata["peer"] = .string(LogText.word(count.peer.address)) }
        if !kind.cause.isEmpty {
            metadata["cause"] = .string(LogText.sentence(String(decoding: kind.cause, as: UTF8.self)))
        }
        let level = kind.status.map { self.level(status: $0, refused: true) } ?? .info
        logger.log(level: level, "requests like one before", metadata: metadata)
    }

    /// Plain successes are not worth their time on a busy server; what went wrong is.
    func level(status: Int, refused: Bool) -> Logger.Level {
        switch status {
        case _ where isTold: .debug
        case 503: .warning
        case 500...: .error
        case 400...: .info
        default: refused ? .info : .debug
        }
    }
}
