import NIOCore
import NIOHTTP1

/// Stands first in the pipeline. Reads the requests of common form itself and leaves all others to the general decoder.
///
/// A connection that has once sent anything else, be it half a head, stays with the general decoder from that byte on:
/// neither has to know how far the other has read. It also tells the connection of the bytes that come in, for only
/// they show that a request has begun before its head is complete, and how long that head already is.
final class Intake: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private enum Way {
        /// The next byte begins a request.
        case head
        /// This much of a body is to come.
        case body(Int)
        /// The general decoder stands behind this handler and gets everything.
        case general
    }

    private let connection: Connection
    private var way = Way.head

    init(_ connection: Connection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard connection.admits(bytes.readableBytes) else { return }
        while bytes.readableBytes > 0 {
            switch way {
            case .head: takeHead(&bytes, context)
            case .body(let count): takeBody(count, &bytes)
            case .general:
                connection.keepStart(bytes)
                context.fireChannelRead(wrapInboundOut(bytes))
                return
            }
        }
    }

    private func takeHead(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) {
        guard connection.isReady,
            let head = bytes.withUnsafeReadableBytes({ CommonHead($0, limit: connection.loop.headLimit / 2) })
        else { return callGeneralDecoder(context) }
        bytes.moveReaderIndex(forwardBy: head.length)
        connection.begin(head.message)
        if let length = head.message.contentLength, length > 0 {
            way = .body(length)
        } else {
            connection.finishReceiving()
        }
    }

    private func takeBody(_ count: Int, _ bytes: inout ByteBuffer) {
        guard let piece = bytes.readSlice(length: min(count, bytes.readableBytes)) else { return }
        connection.receive(piece)
        if piece.readableBytes < count {
            way = .body(count - piece.readableBytes)
        } else {
            way = .head
            connection.finishReceiving()
        }
    }

    private func callGeneralDecoder(_ context: ChannelHandlerContext) {
        way = .general
        connection.decoderLimit = connection.loop.headLimit
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = connection.loop.headLimit
        limits.maxHeaderListSize = connection.loop.headLimit
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits))
        do {
            try context.pipeline.syncOperations.addHandler(decoder, position: .after(self))
        } catch {
            // The pipeline is being taken down.
            connection.abort()
        }
    }
}
