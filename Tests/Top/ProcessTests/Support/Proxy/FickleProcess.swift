import Glibc
import NIOCore
import NIOPosix
import Support
import Synchronization

/// Stands where a process of ours should be, and dies of each request, or hangs: it has read it, and says nothing.
final class FickleProcess: Sendable {
    let port: Int
    private let received: Received
    private let channel: any Channel

    init(hangs: Bool = false) async throws {
        port = try freePort()
        let received = Received(hangs: hangs)
        self.received = received
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(received.handler())
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
    }

    deinit { channel.close(promise: nil) }

    /// The first lines of the requests that it was sent.
    var requests: [String] { received.lines.withLock { $0 } }
}

private final class Received: Sendable {
    let hangs: Bool
    let lines = Mutex<[String]>([])

    init(hangs: Bool) {
        self.hangs = hangs
    }

    func handler() -> Handler { Handler(self) }

    final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let received: Received

        init(_ received: Received) {
            self.received = received
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: unwrapInboundIn(data))
            received.lines.withLock { $0.append(String(text.prefix { $0 != "\r\n" })) }
            if !received.hangs { context.close(promise: nil) }
        }
    }
}
