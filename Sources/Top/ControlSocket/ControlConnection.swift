import Glibc
import JSON
import Logging
import NIOCore
import WireText

/// One program that asks. Whatever it sends, the worst that comes of it is that it is hung up on.
final class ControlConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Bytes of a request.
    static let requestLimit = 4096

    private let commands: [String: ControlServer.Command]
    private let patience: TimeAmount
    private let logger: Logger
    private var received = ByteBuffer()
    private var answering: Task<Void, Never>?
    private var timer: Scheduled<Void>?
    private var isTrusted = false

    init(commands: [String: ControlServer.Command], patience: TimeAmount, logger: Logger) {
        self.commands = commands
        self.patience = patience
        self.logger = logger
    }

    func channelActive(context: ChannelHandlerContext) {
        guard let options = context.channel as? any SocketOptionProvider else {
            return context.close(promise: nil)
        }
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        let handler = NIOLoopBound(self, eventLoop: context.value.eventLoop)
        let credentials: EventLoopFuture<PeerCredentials> = options.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        credentials.whenComplete { handler.value.meet($0, context.value) }
    }

    private func meet(_ peer: Result<PeerCredentials, any Error>, _ context: ChannelHandlerContext) {
        guard case .success(let peer) = peer, peer.userID == geteuid() || peer.userID == 0 else {
            logger.warning("control socket: a program of another user was turned away")
            return context.close(promise: nil)
        }
        isTrusted = true
        watch(context)
        answerNext(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        answerNext(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        answering?.cancel()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// One at a time; what comes meanwhile waits, within the limit of a request.
    private func answerNext(_ context: ChannelHandlerContext) {
        guard isTrusted else {
            if received.readableBytes > Self.requestLimit { context.close(promise: nil) }
            return
        }
        let line = received.readableBytesView.firstIndex(of: 0x0a)
        guard (line.map { $0 - received.readerIndex } ?? received.readableBytes) <= Self.requestLimit,
            received.readableBytes <= 2 * Self.requestLimit
        else {
            received.clear()
            return refuse("a request has at most \(Self.requestLimit) bytes", context)
        }
        guard answering == nil, let line,
            let request = received.readBytes(length: line - received.readerIndex)
        else { return }
        received.moveReaderIndex(forwardBy: 1)
        guard case .object(let object)? = try? JSONValue.parse(request),
            let name = object["command"]?.string?.ascii
        else { return refuse("a request is a JSON object with 'command', on one line", context) }
        guard let command = commands[name] else {
            send(JSONObject(["error": "unknown command"]), context)
            return answerNext(context)
        }
        timer?.cancel()
        answer(object, command, context)
    }

    private func answer(
        _ request: JSONObject, _ command: @escaping ControlServer.Command, _ context: ChannelHandlerContext
    ) {
        let eventLoop = context.eventLoop
        let context = NIOLoopBound(context, eventLoop: eventLoop)
        let handler = NIOLoopBound(self, eventLoop: eventLoop)
        answering = Task {
            let result = await command(request)
            eventLoop.execute {
                handler.value.answering = nil
                switch result {
                case .success(let result):
                    handler.value.send(JSONObject(["result": .object(result)]), context.value)
                case .failure(let refusal):
                    handler.value.send(
                        JSONObject(["error": .string(refusal.reason)]), context.value)
                }
                handler.value.watch(context.value)
                handler.value.answerNext(context.value)
            }
        }
    }

    private func send(_ answer: JSONObject, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let bytes = JSONValue.object(answer).serialized() + [0x0a]
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    private func refuse(_ reason: String, _ context: ChannelHandlerContext) {
        send(JSONObject(["error": .string(reason)]), context)
        context.close(promise: nil)
    }

    private func watch(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: patience) {
            bound.value.close(promise: nil)
        }
    }
}

/// What the system says of the other end (`struct ucred`).
struct PeerCredentials: Sendable {
    let processID: Int32
    let userID: UInt32
    let groupID: UInt32
}
