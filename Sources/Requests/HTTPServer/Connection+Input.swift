import Endpoint
import NIOCore
import NIOHTTP1

/// What comes in from the channel.
extension Connection {
    /// Lets bytes pass to the decoder, or says that they are to be dropped.
    func admits(_ count: Int) -> Bool {
        isReading = true
        switch phase {
        case .lingering, .closed: return false
        case .responding, .streaming: backlog.bytes += count
        case .receiving: break
        case .waiting:
            nextHead.note(count, on: loop.eventLoop)
            // The decoder counts the bytes of a head that it keeps; this counts those that it skips, too.
            if nextHead.bytes > 4 * loop.headLimit {
                refuse(headerTooLarge)
                return false
            }
        }
        return true
    }

    /// What the general decoder gets may turn out to be no head at all, or one that is too large.
    func keepStart(_ bytes: ByteBuffer) {
        if phase == .waiting { nextHead.keep(bytes) }
    }

    var headerTooLarge: Refusal {
        guard nextHead.wantsPage, let page = loop.headerTooLargePage else { return .headerTooLarge }
        return .headerTooLarge(on: page)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        arrive(.part(unwrapInboundIn(data)))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        countMemory()
        settle()
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        // The peer closed in the middle of a request, which the channel tells us in its own way.
        case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection: break
        case HTTPParserError.headerOverflow: arrive(.failure(headerTooLarge))
        case let error as HTTPParserError:
            arrive(.failure(.malformed(nextHead.foreignProtocol ?? "http parser: \(error)")))
        case is ByteToMessageDecoderError: break
        default: abort()
        }
        if !isReading { settle() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent {
            isInputClosed = true
            // A request that is here in full is answered; a stream has nobody any more to end it.
            if phase != .responding, backlog.isEmpty { abort() }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Reading pauses while something sent ahead waits.
    func read(context: ChannelHandlerContext) {
        if backlog.isDry || phase == .lingering {
            context.read()
        } else {
            isReadHeld = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            stalledSince = nil
            stream.resumeAll()
            advance()
        } else if stalledSince == nil {
            stalledSince = loop.eventLoop.now
        }
        if !isReading { settle() }
        context.fireChannelWritabilityChanged()
    }

    /// The end of a turn that did something: sends what was written, and looks when to look again.
    func settle() {
        if needsFlush {
            needsFlush = false
            context?.flush()
        }
        schedule()
    }
}
