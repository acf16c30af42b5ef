import NIOCore
import NIOPosix
import Synchronization

/// A client that sends bytes as they are and shows what came back, byte for byte.
package final class RawClient: Sendable {
    package enum Failure: Error { case closed(received: String) }

    private let channel: any Channel
    private let inbox: Inbox

    private init(channel: any Channel, inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    package static func connect(_ port: Int, host: String = "127.0.0.1", autoRead: Bool = true) async throws
        -> RawClient
    {
        let inbox = Inbox()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: autoRead)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(inbox))
                }
            }
            .connect(host: host, port: port).get()
        return RawClient(channel: channel, inbox: inbox)
    }

    package func send(_ text: String) async throws {
        try await send(bytes: Array(text.utf8))
    }

    package func send(bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// For a client that was connected without reading.
    package func startReading() async throws {
        try await channel.setOption(.autoRead, value: true).get()
    }

    package func closeOutput() async throws {
        try await channel.close(mode: .output).get()
    }

    package func close() async {
        try? await channel.close().get()
    }

    /// The next answer, taken out of what was received.
    package func answer(toHead: Bool = false) async throws -> RawAnswer {
        let taken = await inbox.wait { bytes, isClosed in
            RawAnswer.parse(&bytes, toHead: toHead, isClosed: isClosed).map(Taken.answer)
                ?? (isClosed ? .end(String(decoding: bytes, as: UTF8.self)) : nil)
        }
        switch taken {
        case .answer(let answer): return answer
        case .end(let rest): throw Failure.closed(received: rest)
        }
    }

    /// Waits for this text in what is received, and takes everything up to its end.
    package func received(_ text: String) async throws -> String {
        let wanted = Array(text.utf8)
        let taken = await inbox.wait { bytes, isClosed -> Taken? in
            for start in bytes.indices where bytes[start...].starts(with: wanted) {
                let end = start + wanted.count
                let found = String(decoding: bytes[..<end], as: UTF8.self)
                bytes.removeFirst(end)
                return .end(found)
            }
            return isClosed ? .answer(RawAnswer()) : nil
        }
        switch taken {
        case .end(let found): return found
        case .answer: throw Failure.closed(received: "")
        }
    }

    /// Everything received until the server closed.
    package func rest() async -> String {
        await inbox.wait { bytes, isClosed in isClosed ? String(decoding: bytes, as: UTF8.self) : nil }
    }

    private enum Taken {
        case answer(RawAnswer)
        case end(String)
    }
}

/// What has been received, and who waits for more of it.
private final class Inbox: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func append(_ bytes: [UInt8], closed: Bool) {
        let waiters = state.withLock { state in
            state.bytes += bytes
            if closed { state.isClosed = true }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Until `take` finds what it looks for; it removes from the bytes what it takes.
    func wait<Found: Sendable>(_ take: @Sendable (inout [UInt8], Bool) -> Found?) async -> Found {
        while true {
            let (found, count) = state.withLock { state in
                (take(&state.bytes, state.isClosed), state.bytes.count)
            }
            if let found { return found }
            await withCheckedContinuation { continuation in
                let isNews = state.withLock { state in
                    if state.bytes.count != count || state.isClosed { return true }
                    state.waiters.append(continuation)
                    return false
                }
                if isNews { continuation.resume() }
            }
        }
    }
}

private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let inbox: Inbox

    init(_ inbox: Inbox) {
        self.inbox = inbox
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        inbox.append(Array(unwrapInboundIn(data).readableBytesView), closed: false)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent { inbox.append([], closed: true) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        inbox.append([], closed: true)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
