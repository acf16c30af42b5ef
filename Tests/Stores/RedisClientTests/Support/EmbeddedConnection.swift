import NIOCore
import NIOEmbedded
import RedisURL

@testable import RedisClient

/// A connection whose other end is the test, on a loop whose clock stands still until the test moves it.
final class EmbeddedConnection {
    let channel: EmbeddedChannel
    let connection: Connection
    let closings = Box<[String]>([])

    init(_ options: RedisOptions = RedisOptions(), on loop: EmbeddedEventLoop = EmbeddedEventLoop()) throws {
        channel = EmbeddedChannel(loop: loop)
        connection = try Connection(
            .tcp(host: "redis", port: 6379), limits: ConnectionLimits(options), on: channel.embeddedEventLoop)
        try channel.pipeline.syncOperations.addHandler(connection)
        connection.onClose = { [closings] reason in closings.change { $0.append(reason.reason) } }
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 6379), promise: nil)
        channel.embeddedEventLoop.run()
    }

    var loop: EmbeddedEventLoop { channel.embeddedEventLoop }

    /// Asks, and returns where the outcome will be.
    func ask(_ commands: RedisCommand..., patience: TimeAmount = .zero) -> Box<Outcome?> {
        let outcome = Box<Outcome?>(nil)
        connection.submit(
            Request(commands), .loop { answer in outcome.change { $0 = answer } }, patience: patience)
        return outcome
    }

    /// Each write that has reached the socket, after the turn of the loop has ended.
    func written() throws -> [String] {
        loop.run()
        var writes: [String] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) {
            writes.append(String(buffer: bytes))
        }
        return writes
    }

    func receive(_ text: String) throws {
        try channel.writeInbound(ByteBuffer(string: text))
        loop.run()
    }

    func advance(_ time: TimeAmount) {
        loop.advanceTime(by: time)
    }

    var isOpen: Bool { channel.isActive }
}

extension Result<[RedisReply], RedisFailure> {
    var failure: RedisFailure? {
        if case .failure(let failure) = self { failure } else { nil }
    }

    var replies: [RedisReply]? { try? get() }
}
