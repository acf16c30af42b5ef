/// Where a server listens.
package enum RedisAddress: Sendable, Hashable {
    /// A name, an IPv4 or an IPv6 address (without brackets), and a port.
    case tcp(host: String, port: Int)
    /// The absolute path of a Unix domain socket.
    case unix(path: String)
}

extension RedisAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): path
        }
    }
}
