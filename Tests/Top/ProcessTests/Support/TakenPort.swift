import Glibc
import Support

/// A port on which somebody else listens, for as long as this lives.
final class TakenPort: Sendable {
    let number: Int
    private let socket: Int32

    init() throws {
        number = try freePort()
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let isListening = withLoopback(number) { bind(socket, $0, $1) == 0 && listen(socket, 1) == 0 }
        guard isListening else { throw TestFailure("port \(number) can't be listened on") }
    }

    deinit { close(socket) }
}
