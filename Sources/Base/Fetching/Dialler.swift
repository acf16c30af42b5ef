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

package struct SocketDialler: Dialler {
    private let loops: any EventLoopGroup

    package init(loops: any EventLoopGroup) {
        self.loops = loops
    }

    package func dial(
        _ address: IPAddress, port: Int,
        prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        let loop = loops.next()
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
