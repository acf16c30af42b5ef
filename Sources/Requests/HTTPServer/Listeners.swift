import Glibc
import Logging
import NIOCore
import NIOPosix
import WireText

/// The sockets that accept connections: one for each host, all on one port.
struct Listeners: Sendable {
    let port: Int
    private let channels: [any Channel]

    /// Only with port 0: another program may hold the port on a later host that the system chose on the first.
    private static let attempts = 16

    static func open(
        hosts: [String], port: Int, group: MultiThreadedEventLoopGroup, logger: Logger,
        accept: @escaping @Sendable (any Channel) throws -> Void
    ) async throws(ListenError) -> Listeners {
        var attempt = 1
        while true {
            do {
                return try await openOnce(
                    hosts: hosts, port: port, group: group, logger: logger, accept: accept)
            } catch {
                guard case .portTaken = error, port == 0, attempt < attempts else { throw error }
                attempt += 1
            }
        }
    }

    /// What is listened on, in numbers: `127.0.0.1:3001`, `[::1]:3001`.
    var addresses: [String] {
        channels.compactMap { channel in
            guard let address = channel.localAddress, let host = address.ipAddress else { return nil }
            return (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
        }
    }

    func close() async {
        for channel in channels { try? await channel.close().get() }
    }

    private static func openOnce(
        hosts: [String], port: Int, group: MultiThreadedEventLoopGroup, logger: Logger,
        accept: @escaping @Sendable (any Channel) throws -> Void
    ) async throws(ListenError) -> Listeners {
        var channels: [any Channel] = []
        let shortage = FileShortage(logger)
        var chosen = port
        var unavailable: ListenError?
        for host in hosts {
            do {
                let channel = try await bind(
                    host: host, port: chosen, group: group, shortage: shortage, accept: accept)
                channels.append(channel)
                chosen = channel.localAddress?.port ?? chosen
            } catch {
                guard case .addressNotAvailable = error, host.contains(":") else {
                    await Listeners(port: chosen, channels: channels).close()
                    throw error
                }
                unavailable = error
                logger.notice(
                    "address not available, not listening there",
                    metadata: ["host": .string(LogText.word(host))])
            }
        }
        if channels.isEmpty, let unavailable { throw unavailable }
        return Listeners(port: chosen, channels: channels)
    }

    private static func bind(
        host: String, port: Int, group: MultiThreadedEventLoopGroup, shortage: FileShortage,
        accept: @escaping @Sendable (any Channel) throws -> Void
    ) async throws(ListenError) -> any Channel {
        do {
            let address = try SocketAddress.makeAddressResolvingHost(host, port: port)
            var bootstrap = ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 1_024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(AcceptPause(shortage))
                    }
                }
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try accept(channel) }
                }
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelOption(.maxMessagesPerRead, value: 1)
                .childChannelOption(
                    .recvAllocator,
                    value: AdaptiveRecvByteBufferAllocator(minimum: 1_024, initial: 2_048, maximum: 16_384))
            if case .v6 = address {
                // Listening on :: is not to take the port of 0.0.0.0, too: each host is said by itself.
                let option = ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only)
                bootstrap = bootstrap.serverChannelOption(option, value: 1)
            }
            return try await bootstrap.bind(to: address).get()
        } catch {
            throw ListenError(error, host: host, port: port)
        }
    }
}
