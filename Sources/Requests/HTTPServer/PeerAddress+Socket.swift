import Endpoint
import NIOCore
import Web

extension PeerAddress {
    init(_ address: SocketAddress?) {
        let text = address?.ipAddress ?? "unknown"
        self.init(address: text, isLoopback: IPAddress(text)?.isLoopback ?? false)
    }
}
