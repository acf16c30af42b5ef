import NIOCore
import NIOPosix

/// A proxy that makes tunnels to where it is told to go, and 502 where there is nothing.
final class ProxyConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let port: (String) -> Int?
    private var received: [UInt8] = []

    /// - Parameter port: Of this machine, for a request.
    init(_ port: @escaping (String) -> Int?) {
        self.port = port
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        guard received.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
        guard let port = port(String(decoding: received, as: UTF8.self)) else {
            context.writeAndFlush(
                wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 502 Bad Gateway\r\n\r\n")), promise: nil)
            return context.close(promise: nil)
        }
        let near = context.channel
        ClientBootstrap(group: context.eventLoop)
            .channelInitializer { far in
                far.eventLoop.makeCompletedFuture {
                    try far.pipeline.syncOperations.addHandler(Splice(to: near))
                }
            }
            .connect(host: "127.0.0.1", port: port).assumeIsolated().whenSuccess { far in
                let answer = ByteBuffer(string: "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n")
                try? near.pipeline.syncOperations.addHandler(Splice(to: far))
                near.pipeline.syncOperations.removeHandler(self, promise: nil)
                near.writeAndFlush(answer, promise: nil)
            }
    }
}

private final class Splice: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel

    init(to other: any Channel) {
        self.other = other
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        other.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        other.close(promise: nil)
    }
}
