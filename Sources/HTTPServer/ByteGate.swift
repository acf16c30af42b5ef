import NIOCore

/// Stands before the decoder and tells the connection of the bytes that go into it: only they show that a request
/// has begun before its head is complete, and how long that head already is.
final class ByteGate: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard connection.admits(unwrapInboundIn(data).readableBytes) else { return }
        context.fireChannelRead(data)
    }
}
