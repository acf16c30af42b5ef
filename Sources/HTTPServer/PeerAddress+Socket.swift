import Endpoint
import NIOCore

extension PeerAddress {
    init(_ address: SocketAddress?) {
        let text = address?.ipAddress ?? "unknown"
        self.init(address: text, isLoopback: Self.isLoopback(text))
    }

    private static func isLoopback(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.") || address.lowercased().hasPrefix("::ffff:127.")
    }
}
