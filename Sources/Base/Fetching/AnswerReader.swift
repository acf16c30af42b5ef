import NIOCore
import NIOHTTP1
import Web

/// Asks, and reads what is answered: one request, one answer, and the end of the connection.
///
/// Only on the loop of its channel. What follows the answer is never read.
final class AnswerReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: HTTPRequestHead
    private let limit: Int
    private let outcome: Awaited<Result<FetchedDocument, FetchFailure>>
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    init(
        _ request: HTTPRequestHead, limit: Int, outcome: Awaited<Result<FetchedDocument, FetchFailure>>
    ) {
        self.request = request
        self.limit = limit
        self.outcome = outcome
    }

    func channelActive(context: ChannelHandlerContext) {
        ask(context)
        context.fireChannelActive()
    }

    /// Where the channel was a tunnel's before.
    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { ask(context) }
    }

    private func ask(_ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(request)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            do throws(FetchFailure) { try AcceptableHead(head: head, limit: limit).check() } catch {
                return end(.failure(error), context)
            }
            self.head = head
        case .body(let part):
            guard body.count + part.readableBytes <= limit else {
                return end(.failure(.tooLarge(limit)), context)
            }
            body.append(contentsOf: part.readableBytesView)
        case .end:
            guard let head else { return }
            end(.success(FetchedDocument(body: body, freshness: Freshness.of(head.headers))), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.failure(FetchFailure(error)), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.failure(.connection("it was closed before the answer was whole")), context)
        context.fireChannelInactive()
    }

    private func end(_ result: Result<FetchedDocument, FetchFailure>, _ context: ChannelHandlerContext) {
        outcome.give(result)
        context.close(promise: nil)
    }
}
