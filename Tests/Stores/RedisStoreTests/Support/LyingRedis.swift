import NIOCore
import NIOPosix
import RedisURL
import Synchronization

/// Speaks the protocol of Redis, and answers commands what a test says.
final class LyingRedis: Sendable {
    private let channel: any Channel
    private let answers: Answers

    fileprivate final class Answers: Sendable {
        let byCommand = Mutex([
            "PING": "+PONG\r\n", "SCRIPT": "$40\r\n\(String(repeating: "a", count: 40))\r\n",
        ])
    }

    static func start() async throws -> LyingRedis {
        let answers = Answers()
        let channel = try await ServerBootstrap(group: testLoops)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Liar(answers))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LyingRedis(channel, answers)
    }

    private init(_ channel: any Channel, _ answers: Answers) {
        self.channel = channel
        self.answers = answers
    }

    var target: RedisTarget {
        RedisTarget(.single(.tcp(host: "127.0.0.1", port: channel.localAddress?.port ?? 0)))
    }

    /// What commands of this name are answered from now on.
    func answer(_ command: String, _ reply: String) {
        answers.byCommand.withLock { $0[command] = reply }
    }

    func stop() async { try? await channel.close().get() }
}

/// Reads commands, which are lists of strings, and writes an answer for each.
private final class Liar: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answers: LyingRedis.Answers
    private var unread = ByteBuffer()

    init(_ answers: LyingRedis.Answers) {
        self.answers = answers
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var data = unwrapInboundIn(data)
        unread.writeBuffer(&data)
        while let name = command() {
            let answer = answers.byCommand.withLock { $0[name] } ?? "+OK\r\n"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        }
    }

    /// The first word of the next command that is here as a whole.
    private func command() -> String? {
        var rest = unread
        guard let count = length(&rest) else { return nil }
        var name: String?
        for _ in 0..<count {
            guard let length = length(&rest), let word = rest.readString(length: length),
                rest.readBytes(length: 2) != nil
            else { return nil }
            if name == nil { name = word }
        }
        unread = rest
        return name
    }

    /// The number of a line such as `*3` or `$5`.
    private func length(_ rest: inout ByteBuffer) -> Int? {
        guard let end = rest.readableBytesView.firstIndex(of: 0x0a),
            let line = rest.readBytes(length: end - rest.readerIndex + 1)
        else { return nil }
        return Int(String(decoding: line.dropFirst().dropLast(2), as: UTF8.self))
    }
}
