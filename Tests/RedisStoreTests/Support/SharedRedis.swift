import NIOPosix
import RedisServers

/// One Redis for all tests that need nothing of it but keys of their own.
enum SharedRedis {
    private static let starting = Task { try await RedisServer.start() }

    static var server: RedisServer {
        get async throws { try await starting.value }
    }
}

/// The event loops of all clients in the tests.
let testLoops = MultiThreadedEventLoopGroup.singleton
