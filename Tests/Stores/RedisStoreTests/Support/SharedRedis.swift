import NIOPosix
import RedisServers

/// One Redis, and one cluster, for all tests that need nothing of them but keys of their own.
enum SharedRedis {
    private static let starting = Task { try await RedisServer.start() }
    private static let startingCluster = Task { try await RedisCluster.start() }

    static var server: RedisServer {
        get async throws { try await starting.value }
    }

    static var cluster: RedisCluster {
        get async throws { try await startingCluster.value }
    }
}

/// The event loops of all clients in the tests.
let testLoops = MultiThreadedEventLoopGroup.singleton
