import NIOCore
import NIOPosix
import RedisURL

@testable import RedisClient

/// Listens on 127.0.0.1 and answers commands as a test wants it to, right or wrong.
///
/// What every connection begins with (`AUTH`, `CLIENT`, `SELECT`, `SCRIPT`, `PING`) is answered properly unless the test does.
final class FakeServer: Sendable {
    enum Answer: Sendable {
        case raw(String)
        case bytes([UInt8])
        case silence
        case close
        /// The usual answer.
        case usual
    }

    let port: Int
    private let channel: any Channel
    private let children: Box<[any Channel]>
    private let seen: Box<[[String]]>
    /// Connections with a command that was met with silence.
    private let silent: Box<[any Channel]>

    /// All commands so far.
    var commands: [[String]] { seen.value }
    /// Connections so far.
    var connections: Int { children.value.count }
    var url: String { "redis://127.0.0.1:\(port)" }

    static func start(
        _ answer: @escaping @Sendable ([String]) -> Answer = { _ in .usual }
    ) async throws -> FakeServer {
        let children = Box<[any Channel]>([])
        let seen = Box<[[String]]>([])
        let silent = Box<[any Channel]>([])
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                children.change { $0.append(channel) }
                return channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(try Handler(answer, seen, silent))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return FakeServer(channel, children, seen, silent)
    }

    private init(
        _ channel: any Channel, _ children: Box<[any Channel]>, _ seen: Box<[[String]]>,
        _ silent: Box<[any Channel]>
    ) {
        self.channel = channel
        self.children = children
        self.seen = seen
        self.silent = silent
        port = channel.localAddress?.port ?? 0
    }

    /// Answers, at last, what was met with silence.
    func answerLate(_ text: String) {
        for channel in silent.value { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }
    }

    func dropConnections() {
        for child in children.value { child.close(promise: nil) }
    }

    func stop() async {
        try? await channel.close().get()
        dropConnections()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let reader: ReplyReader
        private let answer: @Sendable ([String]) -> Answer
        private let seen: Box<[[String]]>
        private let silent: Box<[any Channel]>

        init(
            _ answer: @escaping @Sendable ([String]) -> Answer, _ seen: Box<[[String]]>,
            _ silent: Box<[any Channel]>
        ) throws {
            reader = try ReplyReader(limit: 1 << 30)
            self.answer = answer
            self.seen = seen
            self.silent = silent
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            do {
                try unwrapInboundIn(data).withUnsafeReadableBytes { try reader.feed($0) }
                // A command is an array of strings, which is a reply as good as any.
                while case .list(let parts) = try reader.next() {
                    let words = parts.map { part in
                        if case .bytes(let bytes) = part {
                            String(decoding: bytes, as: UTF8.self)
                        } else {
                            "?"
                        }
                    }
                    seen.change { $0.append(words) }
                    give(answer(words), to: words, context)
                }
            } catch {
                context.close(promise: nil)
            }
        }

        private func give(_ answer: Answer, to words: [String], _ context: ChannelHandlerContext) {
            switch answer {
            case .raw(let text): write(Array(text.utf8), context)
            case .bytes(let bytes): write(bytes, context)
            case .silence:
                let channel = context.channel
                silent.change { $0.append(channel) }
            case .close: context.close(promise: nil)
            case .usual: write(Array(Self.usual(words).utf8), context)
            }
        }

        private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        }

        private static func usual(_ words: [String]) -> String {
            switch words.first {
            case "PING": "+PONG\r\n"
            case "SCRIPT": "$40\r\n\(String(repeating: "a", count: 40))\r\n"
            default: "+OK\r\n"
            }
        }
    }
}
