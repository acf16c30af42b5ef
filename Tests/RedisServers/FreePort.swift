import Glibc
import Synchronization

/// A port of 127.0.0.1 that nobody listens on, and that no other test of this process has been given.
///
/// It lies below the range from which the system takes the ports of outgoing connections, so that none of those takes it
/// between two runs of a server.
package func freePort() throws -> Int {
    try given.withLock { given in
        for _ in 0..<1000 {
            let port = Int.random(in: 10_000..<20_000)
            if !given.contains(port) && isFree(port) {
                given.insert(port)
                return port
            }
        }
        throw ServerFailure("no free port found")
    }
}

private let given = Mutex<Set<Int>>([])

private func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return withLoopback(port) { bind(descriptor, $0, $1) == 0 }
}

func withLoopback<Value>(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
