import AuthorizationServer
import Foundation
import RedisServers
import Support
import Testing

/// A server with another secret than the records of its store: to it all tokens are unknown and all clients strangers, and a client
/// that is told so throws away what is good.
@Suite("another server secret than that of the records, over HTTP")
struct OtherSecretTests {
    private static let strange = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"

    private func words(_ folder: TestFolder) async -> String {
        do {
            let server = try await TestServer.start(folder)
            await server.stop()
            return "it started"
        } catch { return "\(error)" }
    }

    private func check(_ folder: TestFolder, _ place: String) async throws {
        defer { folder.remove() }
        let secret = URL(fileURLWithPath: folder.path + "/data/server.secret")
        let first = try await TestServer.start(folder)
        let client = try await TestClient.register(first)
        let tokens = try await client.tokens()
        await first.stop()
        let right = try Data(contentsOf: secret)

        try Data(Self.strange.utf8).write(to: secret)
        let refusal = await words(folder)
        #expect(
            refusal.hasPrefix(
                "the records in \(place) are sealed under another server secret than this one\nhint: "),
            "\(refusal)")
        #expect(await words(folder) == refusal, "again")

        try right.write(to: secret)
        let again = try await TestServer.start(folder)
        #expect(try await again.isActive(tokens.access))
        #expect(again.log.all.allSatisfy { !$0.contains("secret") })
        await again.stop()
    }

    @Test("is refused at the start, in words; with the right one all is as it was")
    func embedded() async throws {
        let folder = try TestFolder(store: "  data: data\n")
        try await check(folder, folder.path + "/data/store.sqlite")
    }

    @Test("the same on Redis")
    func redis() async throws {
        let redis = try await RedisServer.start()
        let folder = try TestFolder(store: "  data: data\n  redis_url: \(redis.url)\n")
        try await check(folder, "redis://127.0.0.1:\(redis.port), keys auth:…")
    }

    @Test("is never made beside a store that holds records: it is refused, and the file named")
    func lost() async throws {
        let folder = try TestFolder(store: "  data: data\n")
        defer { folder.remove() }
        let first = try await TestServer.start(folder)
        _ = try await TestClient.register(first)
        await first.stop()
        let secret = folder.path + "/data/server.secret"
        try FileManager.default.removeItem(atPath: secret)
        let refusal = await words(folder)
        #expect(
            refusal.hasPrefix(
                "there is no \(secret), and the store holds records that are sealed under it\nhint: "))
        let text = try String(contentsOfFile: folder.manifest, encoding: .utf8)
        try text.replacing("  data: data\n", with: "  data: data\n  redis_url: redis://127.0.0.1:1\n").write(
            toFile: folder.manifest, atomically: false, encoding: .utf8)
        #expect(await words(folder) == refusal, "nor for a redis, beside the store that lies there")
        #expect(!FileManager.default.fileExists(atPath: secret))
    }

    @Test(
        "of a Redis that comes when the server runs already: 503, with the reason in health and one line in the log"
    )
    func late() async throws {
        let redis = try await RedisServer.start(.appendOnly)
        let store = "  data: data\n  redis_url: \(redis.url)\n"
        let folder = try TestFolder(store: store)
        defer { folder.remove() }
        let first = try await TestServer.start(folder)
        let client = try await TestClient.register(first)
        let tokens = try await client.tokens()
        await first.stop()
        try await redis.kill()

        let other = try TestFolder(store: store)
        defer { other.remove() }
        let server = try await TestServer.start(other, storeGrace: .milliseconds(250))
        expectOutage(try await server.introspect(tokens.access))
        try await redis.restart()
        let late = TestClient(server: server, id: client.id, secret: nil, method: "none")
        let reason = "the records in redis are sealed under another server secret than this one"
        try await eventually("it has found out") {
            // A look a second, by the clock.
            server.clock.advance(by: .seconds(1))
            return try await server.get("/health").text.contains(reason) ? () : nil
        }
        for _ in 1...3 {
            expectOutage(try await server.introspect(tokens.access))
            expectOutage(try await late.refresh(try #require(tokens.refresh)))
            expectOutage(try await server.get("/health"))
        }
        #expect(
            server.log.all.count { $0.hasPrefix("error store") && $0.contains(reason) } == 1,
            "\(server.log.all)")
        await server.stop()
    }
}
