import Foundation
import RedisServers

/// Where the servers of a test run keep things: in memory, or with `TEST_STORE=redis` in one Redis, each server under a prefix
/// of its own. The promises of this server are the same.
enum TestStore {
    static let isRedis = ProcessInfo.processInfo.environment["TEST_STORE"] == "redis"
    private static let redis = Task { try await RedisServer.start() }

    /// Of a manifest.
    static func section() async throws -> String {
        guard isRedis else { return "  memory: true\n" }
        let url = try await redis.value.url
        return "  data: data\n  redis_url: \(url)\n  key_prefix: \"\(UUID().uuidString):\"\n"
    }
}
