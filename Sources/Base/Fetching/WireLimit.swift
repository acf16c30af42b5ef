import NIOCore
import Web

/// Bounds what is read from a connection in all: heads before the head, chunks of a byte each, trailers.
final class WireLimit: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let limit: Int
    private var left: Int

    init(limit: Int) {
        self.limit = limit
        left = limit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        left -= unwrapInboundIn(data).readableBytes
        guard left >= 0 else {
            context.fireErrorCaught(FetchFailure.tooLarge(limit))
            return context.close(promise: nil)
        }
        context.fireChannelRead(data)
    }
}
