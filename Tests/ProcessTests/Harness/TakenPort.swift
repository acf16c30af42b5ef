import Glibc

/// A port on which somebody else listens, for as long as this lives.
final class TakenPort: Sendable {
    let number: Int
    private let socket: Int32

    init() throws {
        number = try freePort()
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(number).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let isListening = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 && listen(socket, 1) == 0
            }
        }
        guard isListening else { throw HarnessError("port \(number) can't be listened on") }
    }

    deinit { close(socket) }
}
