package import NIOCore
import NIOPosix
package import Web

/// Connects to an address in numbers. Nothing is looked up here: what is dialled is what was checked.
package protocol Dialler: Sendable {
    /// - Parameter prepare: Called with the channel before it connects; it may be closed from then on, and the future fails then.
    func dial(
        _ address: IPAddress, port: Int,
        prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel>
}

/// On event loops of their own, which are there once something was dialled: whom strangers name keeps no request waiting.
package struct SocketDialler: Dialler {
    package init() {}

    package func dial(
        _ address: IPAddress, port: Int,
        prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        do {
            let socket = try SocketAddress(ipAddress: address.description, port: port)
            return ClientBootstrap(group: loop)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer(prepare)
                .connect(to: socket)
        } catch {
            return loop.makeFailedFuture(error)
        }
    }
}
