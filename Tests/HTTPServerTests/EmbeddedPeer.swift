import Endpoint
import HTTPServer
import Logging
import NIOCore
import NIOEmbedded

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
            connectionLimit: ConnectionLimit(10),
            idPrefix: 1, logger: logger)
        try connect()
    }

    /// A further connection of an event loop.
    init(on loop: LoopState) throws {
        channel = EmbeddedChannel()
        self.loop = loop
        try connect()
    }

    private func connect() throws {
        try loop.accept(channel)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
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
