import AuthorizationServer
import RedisServers
import Support
import Testing

@Suite("a Redis that a newer version has written to, over HTTP")
struct NewerRedisTests {
    private static let key = "auth:{store}:format"

    @Test("is refused at the start, in words, and left as it is; with the version that it is of all goes on")
    func start() async throws {
        let redis = try await RedisServer.start()
        let folder = try TestFolder(store: "  data: data\n  redis_url: \(redis.url)\n")
        defer { folder.remove() }
        let first = try await TestServer.start(folder)
        let tokens = try await TestClient.register(first).tokens()
        await first.stop()
        try await redis.command("SET", Self.key, "3")
        let before = try await redis.command("DBSIZE")
        do {
            await (try await TestServer.start(folder)).stop()
            #expect(Bool(false), "it started")
        } catch {
            #expect(
                "\(error)".hasPrefix(
                    "the records in redis://127.0.0.1:\(redis.port), keys auth:… were written by a newer mcp-auth than this one\nhint: "
                ), "\(error)")
        }
        #expect(try await redis.command("DBSIZE") == before)
        try await redis.command("SET", Self.key, "2")
        let again = try await TestServer.start(folder)
        #expect(try await again.isActive(tokens.access))
        await again.stop()
    }

    @Test("that becomes one under the running server is answered 503, with the reason in health")
    func late() async throws {
        let redis = try await RedisServer.start()
        let folder = try TestFolder(store: "  data: data\n  redis_url: \(redis.url)\n")
        defer { folder.remove() }
        let server = try await TestServer.start(folder)
        let tokens = try await TestClient.register(server).tokens()
        try await redis.command("SET", Self.key, "3")
        try await eventually("it has found out") {
            // A look a second, by the clock.
            server.clock.advance(by: .seconds(1))
            return try await server.get("/health").text.contains(
                "the records in redis were written by a newer mcp-auth than this one") ? () : nil
        }
        expectOutage(try await server.introspect(tokens.access))
        expectOutage(try await server.get("/health"))
        await server.stop()
    }
}
