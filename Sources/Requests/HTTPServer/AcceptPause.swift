import Glibc
package import Logging
package import NIOCore
import Synchronization

/// Lets a listener rest for a moment when the system has no file left for a connection: the connection goes on waiting, and the
/// listener would be told of it again and again.
package final class AcceptPause: ChannelInboundHandler {
    package typealias InboundIn = any Channel

    private static let length = TimeAmount.milliseconds(200)

    private let notice: FileShortage
    private var isPaused = false

    package init(_ notice: FileShortage) {
        self.notice = notice
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError, Self.shortages.contains(error.errnoCode) else {
            return context.fireErrorCaught(error)
        }
        notice.tell(error.errnoCode)
        guard !isPaused else { return }
        isPaused = true
        let channel = context.channel
        setReading(false, channel)
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.length) { self.resume(channel) }
    }

    private func resume(_ channel: any Channel) {
        isPaused = false
        setReading(true, channel)
    }

    /// A listener that is closed meanwhile has nothing to be set.
    private func setReading(_ isReading: Bool, _ channel: any Channel) {
        try? channel.syncOptions?.setOption(.autoRead, value: isReading)
    }

    private static let shortages: Set<CInt> = [EMFILE, ENFILE, ENOBUFS, ENOMEM]
}

/// Says once that there is no file left. Whoever reads it raises the limit, and doesn't need it said again.
package final class FileShortage: Sendable {
    private let logger: Logger
    private let isTold = Atomic(false)

    package init(_ logger: Logger) {
        self.logger = logger
    }

    func tell(_ code: CInt) {
        guard !isTold.exchange(true, ordering: .relaxed) else { return }
        logger.warning(
            "no file left for a connection: accepting pauses",
            metadata: [
                "reason": "\(String(cString: strerror(code)))",
                "hint": "raise the limit of open files (ulimit -n)",
            ])
    }
}
