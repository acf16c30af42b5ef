import Endpoint
import NIOCore
import NIOHTTP1

/// One connection: takes requests from the decoder one at a time, and writes their answers as bytes.
///
/// Belongs to its event loop and is touched nowhere else; the tasks of its handlers run there too.
final class Connection: ChannelDuplexHandler, @unchecked Sendable {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        /// For the head of the next request.
        case waiting
        /// The head is here; the body is not, or not all of it.
        case receiving
        /// The handler runs.
        case responding
        /// The head of the answer is sent, its body comes in pieces.
        case streaming
        /// The last answer is given; what still arrives is dropped until the peer closes.
        case lingering
        case closed
    }

    let loop: LoopState
    // Several of these are touched a dozen times for each request, and each time would be checked at run time for an
    // overlapping access. There is none: all of it happens on one thread, and no mutation calls out.
    @exclusivity(unchecked) var phase = Phase.waiting
    @exclusivity(unchecked) var context: ChannelHandlerContext?
    var peer = PeerAddress(nil)
    /// The peer may say from whom its requests come.
    @exclusivity(unchecked) var isProxy = false
    /// Who the peer is where peers have shares; nil for a proxy, which has none.
    var quotaKey: PeerKey?
    var hasPlace = false
    /// What this connection has taken of the memory for all.
    @exclusivity(unchecked) var countedMemory = 0

    @exclusivity(unchecked) var exchange: Exchange?
    /// Counts requests: tells an answer in time from one that its request no longer waits for.
    @exclusivity(unchecked) var number: UInt64 = 0
    @exclusivity(unchecked) var task: Task<Void, Never>?
    @exclusivity(unchecked) var backlog = Backlog()
    var isAdvancing = false
    /// The limit of the general decoder, where that reads, in bytes.
    var decoderLimit = 0
    @exclusivity(unchecked) var nextHead = HeadProgress()
    /// Since when nothing is to be done.
    @exclusivity(unchecked) var idleSince: NIODeadline

    /// The peer has sent its last byte, and may still read.
    @exclusivity(unchecked) var isInputClosed = false
    /// A read is going on; what it causes to be written is flushed once at its end.
    @exclusivity(unchecked) var isReading = false
    /// The channel wants to read and may not yet.
    @exclusivity(unchecked) var isReadHeld = false
    @exclusivity(unchecked) var needsFlush = false

    /// Since when the peer has not taken what was written for it.
    @exclusivity(unchecked) var stalledSince: NIODeadline?
    var stream = StreamState()

    var respondDeadline = NIODeadline.distantFuture
    var lingerDeadline = NIODeadline.distantFuture
    /// When the present phase has lasted too long.
    @exclusivity(unchecked) var deadline = NIODeadline.distantFuture
    /// When the timer is set to look at the deadline: never after it.
    @exclusivity(unchecked) var timerDeadline = NIODeadline.distantFuture
    var timer: NIOScheduledCallback?
    /// The limits of the last request that had begun when the loop got others, and the number of that request.
    var former: (limits: FormerLimits, number: UInt64)?

    init(_ loop: LoopState) {
        self.loop = loop
        idleSince = loop.eventLoop.now
    }
}

/// Coming and going.
extension Connection {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { opened(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        opened(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        closed()
        context.fireChannelInactive()
    }

    /// Asks for an end after the request in flight; at once when there is none, or for a proxy when none comes soon.
    func quiesce() {
        switch phase {
        case .waiting where backlog.isEmpty && !nextHead.hasBegun:
            if isProxy { schedule() } else { abort() }
        case .streaming: task?.cancel()
        default: break
        }
    }

    /// Ends the connection and whatever goes on in it.
    func abort() {
        task?.cancel()
        context?.close(promise: nil)
    }

    private func opened(_ context: ChannelHandlerContext) {
        peer = PeerAddress(context.remoteAddress)
        isProxy = loop.trustedProxies.contains(peer)
        loop.opened(self)
        takePlace()
        schedule()
    }

    private func closed() {
        guard phase != .closed else { return }
        if phase == .responding || phase == .streaming || phase == .receiving, let exchange {
            record(
                exchange.head.requestID, status: 499,
                cause: .words("the peer left before the answer was complete"))
        }
        phase = .closed
        timer?.cancel()
        timer = nil
        task?.cancel()
        task = nil
        exchange = nil
        backlog = Backlog()
        stream.resumeAll(throwing: PeerGone())
        leavePlace()
        loop.closed(self)
    }
}
