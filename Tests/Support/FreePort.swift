import Glibc
import Synchronization

/// A port of this machine that nobody listens on, and that no other test of this process has been given.
///
/// It lies below the range from which the system takes the ports of outgoing connections, so that none of those
/// takes it before the server does, nor between two runs of the server.
package func freePort() throws -> Int {
    try given.withLock { given in
        for _ in 0..<1000 {
            let port = Int.random(in: 10_000..<32_000)
            if !given.contains(port) && isFree(port) {
                given.insert(port)
                return port
            }
        }
        throw TestFailure("no free port found")
    }
}

private let given = Mutex<Set<Int>>([])

private func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return withLoopback(port) { bind(descriptor, $0, $1) == 0 }
}
