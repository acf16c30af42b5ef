import NIOCore
import NIOHTTP1
import Web

/// Asks, and reads what is answered: one request, one answer, and the end of the connection.
///
/// Only on the loop of its channel. What follows the answer is never read.
final class AnswerReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: FetchRequest
    private let requestHead: HTTPRequestHead
    private let outcome: Awaited<Result<FetchedAnswer, FetchFailure>>
    private var head: (HTTPResponseHead, FetchedAnswer.Form)?
    private var body: [UInt8] = []

    init(
        _ request: FetchRequest, _ head: HTTPRequestHead,
        outcome: Awaited<Result<FetchedAnswer, FetchFailure>>
    ) {
        self.request = request
        requestHead = head
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
        context.write(wrapOutboundOut(.head(requestHead)), promise: nil)
        if case .post(let form) = request.method {
            let buffer = context.channel.allocator.buffer(bytes: form)
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            do throws(FetchFailure) {
                let acceptable = AcceptableHead(head: head, taken: request.taken, limit: request.limit)
                self.head = (head, try acceptable.check())
            } catch { return end(.failure(error), context) }
        case .body(let part):
            guard body.count + part.readableBytes <= request.limit else {
                return end(.failure(.tooLarge(request.limit)), context)
            }
            body.append(contentsOf: part.readableBytesView)
        case .end:
            guard let (head, form) = head else { return }
            let answer = FetchedAnswer(
                status: Int(head.status.code), form: form, body: body, freshness: Freshness.of(head.headers),
                date: head.headers.first(name: "date").flatMap(HTTPDateText.seconds))
            end(.success(answer), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.failure(FetchFailure(error)), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.failure(.connection("it was closed before the answer was whole")), context)
        context.fireChannelInactive()
    }

    private func end(_ result: Result<FetchedAnswer, FetchFailure>, _ context: ChannelHandlerContext) {
        outcome.give(result)
        context.close(promise: nil)
    }
}
