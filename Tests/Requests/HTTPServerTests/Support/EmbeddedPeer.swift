import Endpoint
import HTTPServer
import Logging
import NIOCore
import NIOEmbedded
import Support

/// The other end of a connection without a socket, on an event loop that runs when it is told to.
struct EmbeddedPeer {
    let channel: EmbeddedChannel
    let loop: LoopState

    init(
        _ table: any EndpointTable = TestTable.common(),
        configuration: HTTPServer.Configuration = HTTPServer.Configuration(port: 0),
        logger: Logger = .silent
    ) throws {
        channel = EmbeddedChannel()
        loop = LoopState(
            channel.eventLoop, configuration: configuration, table: table,
            quotas: Quotas(configuration),
            idPrefix: 1, logger: logger)
        try connect(from: "127.0.0.1")
    }

    /// A further connection of an event loop.
    init(on loop: LoopState, from address: String = "127.0.0.1") throws {
        channel = EmbeddedChannel()
        self.loop = loop
        try connect(from: address)
    }

    private func connect(from address: String) throws {
        try loop.accept(channel)
        try channel.connect(to: SocketAddress(ipAddress: address, port: 1), promise: nil)
    }

    /// Gives the event loop another table and other limits.
    func adopt(
        _ table: any EndpointTable = TestTable.common(), logger: Logger = .silent,
        _ change: (inout HTTPServer.Configuration) -> Void = { _ in }
    ) {
        var configuration = HTTPServer.Configuration(port: 0)
        change(&configuration)
        loop.adopt(table, configuration, logger: logger)
    }

    func close() {
        channel.close(promise: nil)
    }

    var isOpen: Bool { channel.isActive }

    /// Whether the peer takes what is sent to it.
    func setWritable(_ isWritable: Bool) {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
    }

    func advance(_ time: TimeAmount) {
        channel.embeddedEventLoop.advanceTime(by: time)
    }

    func send(_ text: String) throws {
        try channel.writeInbound(ByteBuffer(string: text))
    }

    func send(bytes: ArraySlice<UInt8>) throws {
        try channel.writeInbound(ByteBuffer(bytes: bytes))
    }

    /// Everything received since the last time.
    func received() throws -> String {
        var text = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
        return text
    }
}
