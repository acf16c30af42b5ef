import NIOCore
import NIOPosix
import NIOSSL
import Support

/// A server on a port of 127.0.0.1.
final class SiteListener: Sendable {
    let port: Int
    private let channel: any Channel

    /// Answers each request as it is told.
    convenience init(
        tls: NIOSSLContext?, on loops: any EventLoopGroup, answer: @escaping @Sendable (String) -> SiteAnswer
    ) async throws {
        try await self.init(tls: tls, on: loops) { try $0.addHandler(SiteConnection(answer)) }
    }

    init(
        tls: NIOSSLContext?, on loops: any EventLoopGroup,
        prepare: @escaping @Sendable (ChannelPipeline.SynchronousOperations) throws -> Void
    ) async throws {
        channel = try await ServerBootstrap(group: loops)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try prepare(channel.pipeline.syncOperations)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = channel.localAddress?.port else { throw TestFailure("no port") }
        self.port = port
    }

    func close() async { try? await channel.close() }
}

private final class SiteConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: (String) -> SiteAnswer
    private var received: [UInt8] = []

    init(_ answer: @escaping (String) -> SiteAnswer) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        // Who greets in TLS where there is none is answered too.
        guard isWhole || received.first == 0x16 else { return }
        let answer = answer(String(decoding: received, as: UTF8.self))
        received = []
        context.write(wrapOutboundOut(ByteBuffer(bytes: answer.bytes)), promise: nil)
        context.flush()
        if let byte = answer.drip {
            drip(byte, context.channel)
        } else if answer.isClosedAfter {
            context.close(promise: nil)
        }
    }

    /// Head, and a body as long as it says.
    private var isWhole: Bool {
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return false }
        let head = String(decoding: received[..<end], as: UTF8.self).lowercased()
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
        return received.count - end >= (length.flatMap { Int($0.dropFirst(16)) } ?? 0)
    }

    private func drip(_ byte: UInt8, _ channel: any Channel) {
        channel.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) {
            guard channel.isActive else { return }
            channel.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil)
            self.drip(byte, channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
