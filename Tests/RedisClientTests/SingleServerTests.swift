import Logging
import NIOCore
import NIOPosix
import RedisClient
import RedisServers
import Testing
import RedisURL

@Suite("one server")
struct SingleServerTests {
    @Test("a command is answered")
    func ping() async throws {
        let server = try await RedisServer.start()
        let client = RedisClient(
            try RedisTarget(url: server.url), loops: MultiThreadedEventLoopGroup.singleton,
            logger: .init(label: "test"))
        #expect(try await client.send([RedisCommand("PING")]) == [.status("PONG")])
        await client.shutDown()
    }
}
