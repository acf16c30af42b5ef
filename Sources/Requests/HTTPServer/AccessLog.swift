import Endpoint
import Logging
import NIOCore
import WireText

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
    func isInterested(inStatus status: Int, refused: Bool, isAlarming: Bool) -> Bool {
        threshold <= Self.level(status: status, refused: refused, isAlarming: isAlarming)
    }

    /// - Parameter head: nil when the request was refused before its head could be read.
    func record(
        _ head: RequestHead?, id: String, peer: PeerAddress, route: String?, status: Int, cause: String?,
        isAlarming: Bool, duration: TimeAmount
    ) {
        let level = Self.level(status: status, refused: cause != nil, isAlarming: isAlarming)
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
        logger.log(level: level, "request", metadata: metadata)
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
        let level = kind.status.map { Self.level(status: $0, refused: true) } ?? .info
        logger.log(level: level, "requests like one before", metadata: metadata)
    }

    /// Plain successes are not worth their time on a busy server; what went wrong is.
    static func level(status: Int, refused: Bool, isAlarming: Bool = false) -> Logger.Level {
        switch status {
        case 503: .warning
        case 500...: .error
        case _ where isAlarming: .warning
        case 400...: .info
        default: refused ? .info : .debug
        }
    }
}
