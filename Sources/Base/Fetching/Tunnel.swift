import NIOCore
import Web
import WireText

/// Asks a proxy for a connection to somewhere (CONNECT, RFC 9110 §9.3.6), and makes way for what goes through it.
final class Tunnel: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// In bytes, of the proxy's answer.
    private static let headLimit = 8 * 1024

    private let authority: String
    private let proceed: (any Channel) throws -> Void
    private let failed: (FetchFailure) -> Void
    private var received: [UInt8] = []

    /// - Parameter proceed: Adds the handlers that take this one's place.
    init(
        to authority: String, failed: @escaping (FetchFailure) -> Void,
        proceed: @escaping (any Channel) throws -> Void
    ) {
        self.authority = authority
        self.failed = failed
        self.proceed = proceed
    }

    func channelActive(context: ChannelHandlerContext) {
        let request = "CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else {
            if received.count > Self.headLimit { fail("its answer has no end", context) }
            return
        }
        let line = received.prefix { $0 != 0x0d }
        // Whoever is at the other end speaks second: what came already is not his.
        guard end == received.count else { return fail("it sent more than its answer", context) }
        guard line.starts(with: "HTTP/1.".utf8), line.dropFirst(8).starts(with: " 2".utf8) else {
            return fail("it answered: \(LogText.sentence(line.prefix(64)))", context)
        }
        do {
            try proceed(context.channel)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            failed(FetchFailure(error))
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failed(FetchFailure(error))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        failed(.proxy("it closed the connection"))
        context.fireChannelInactive()
    }

    private func fail(_ words: String, _ context: ChannelHandlerContext) {
        failed(.proxy(words))
        context.close(promise: nil)
    }
}
