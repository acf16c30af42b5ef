import NIOCore
import RedisURL

/// One connection to one server, ready to serve. Lives on its event loop and is touched nowhere else.
///
/// Requests of one turn of the loop leave in one write. Replies come in the order of commands, so what they belong to is known
/// by counting; hence any doubt about the count ends the connection.
final class Connection: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase { case open, retiring, closed }

    let eventLoop: any EventLoop
    let address: RedisAddress
    let limits: ConnectionLimits
    /// Digest by script name, of the scripts that this connection has loaded.
    var digests: [String: String] = [:]
    /// What the server does when its memory is full, if that loses something.
    var evictionPolicy: String?
    /// Called once, when nothing more can be sent, with the reason.
    var onClose: ((ConnectFailure) -> Void)?

    private(set) var phase = Phase.open
    private(set) var context: ChannelHandlerContext?
    private let reader: ReplyReader
    /// What went wrong first; what follows from it is less telling.
    private var cause: ConnectFailure?

    var writer = CommandWriter()
    var pending = CircularBuffer<PendingReplies>()
    var outgoing = ByteBuffer()
    var isFlushScheduled = false
    var isFlushing = false
    var hasHeard = false
    var deadlineTimer: (deadline: NIODeadline, task: Scheduled<Void>)?
    var pingTimer: Scheduled<Void>?

    init(_ address: RedisAddress, limits: ConnectionLimits, on eventLoop: any EventLoop) throws {
        self.address = address
        self.limits = limits
        self.eventLoop = eventLoop
        reader = try ReplyReader(limit: limits.replySize)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        finish()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase != .closed else { return }
        hasHeard = true
        do {
            try unwrapInboundIn(data).withUnsafeReadableBytes { bytes throws(ReplyReader.Failure) in
                try reader.feed(bytes)
            }
            while let reply = try reader.next() {
                guard deliver(reply) else { return close("the server sent a reply that nobody asked for") }
            }
        } catch ReplyReader.Failure.tooLarge {
            close("the server sent a reply larger than \(limits.replySize) bytes or with too many items")
        } catch ReplyReader.Failure.malformed(let text) {
            close("the server doesn't speak the Redis protocol: \(text)")
        } catch {
            close("out of memory")
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        flush()
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        close(ConnectionErrors.failure(error))
    }

    /// No further request is taken; those on their way are waited for.
    func retire() {
        guard phase == .open else { return }
        phase = .retiring
        closeWhenRetired()
    }

    func closeWhenRetired() {
        if phase == .retiring && pending.isEmpty { close("the connection was replaced") }
    }

    /// Ends it now. Whatever was on its way may have been done, or not.
    func close(_ reason: String) {
        close(ConnectFailure(reason))
    }

    func close(_ reason: ConnectFailure) {
        eventLoop.assertInEventLoop()
        cause = cause ?? reason
        let context = context
        finish()
        context?.close(promise: nil)
    }

    private func finish() {
        guard phase != .closed else { return }
        phase = .closed
        deadlineTimer?.task.cancel()
        pingTimer?.cancel()
        outgoing = ByteBuffer()
        let failure = cause ?? ConnectFailure("the server closed the connection")
        // First whoever makes the next connection: those who are told now may ask again at once.
        let onClose = onClose
        self.onClose = nil
        onClose?(failure)
        let unanswered = pending
        pending = []
        for request in unanswered {
            request.recipient.receive(
                unavailable: "\(address): \(failure.reason); what was being asked may have been done, or not")
        }
    }
}

/// The limits of a connection, in the units of event loops.
struct ConnectionLimits: Sendable {
    let queue: Int
    let replySize: Int
    let command: TimeAmount
    let ping: TimeAmount
    /// Bytes that wait for a server which doesn't read.
    let outgoing = 16 * 1024 * 1024

    init(_ options: RedisOptions) {
        queue = options.queueLimit
        replySize = options.replyLimit
        command = TimeAmount(options.commandTimeout)
        ping = TimeAmount(options.pingInterval)
    }
}
