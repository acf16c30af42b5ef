import JSON
import RedisServers
import Testing

@Suite("a refresh while the store is away, over HTTP")
struct RefreshPatienceTests {
    @Test(
        "waits until it is back, and is answered as ever, whatever authenticates the client",
        arguments: [StoreSwitch.Failure.isGone, .refusesChanges],
        ["none", "client_secret_basic", "client_secret_post"])
    func comesBack(_ failure: StoreSwitch.Failure, method: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: method)
            let refresh = try #require(try await client.tokens().refresh)
            server.pauses.each { [store = server.store] in if $0 == 5 { store.failure = nil } }
            server.store.failure = failure
            let tokens = try Tokens(try await client.refresh(refresh))
            #expect(server.pauses.total > .zero)
            #expect(try await server.isActive(tokens.access))
        }
    }

    @Test("waits five seconds and no longer, and is then told that the store is not there")
    func limit() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let refresh = try #require(try await client.tokens().refresh)
            server.store.failure = .isGone
            expectOutage(try await client.refresh(refresh))
            #expect(server.pauses.total == .seconds(5))
        }
    }

    @Test("waits as long as the manifest says, or not at all", arguments: [("0s", 0), ("20s", 20)])
    func manifest(_ text: String, seconds: Int) async throws {
        try await TestServer.run([.replace("store_wait: 5s", with: "store_wait: \(text)")]) { server in
            let client = try await TestClient.register(server)
            let refresh = try #require(try await client.tokens().refresh)
            server.store.failure = .isGone
            expectOutage(try await client.refresh(refresh))
            #expect(server.pauses.total == .seconds(seconds))
        }
    }

    @Test("is alone in that: codes, revocations, registrations, pages and introspection are told at once")
    func others() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            let code = try await client.code()
            server.store.failure = .isGone
            expectOutage(try await client.redeem(code))
            expectOutage(try await client.revoke(try #require(tokens.refresh)))
            expectOutage(try await server.introspect(tokens.access))
            expectPage(try await client.authorize(), status: 503)
            #expect(server.pauses.total == .zero)
        }
    }

    @Test("that is wrong is told at once, and so is one that no waiting mends")
    func refusals() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            #expect(
                try await client.refresh("mrt_" + String(repeating: "A", count: 59)).error == "invalid_grant")
            #expect(server.pauses.total == .zero)
        }
    }

    @Test("of a real Redis waits until that has been started again")
    func redis() async throws {
        let redis = try await RedisServer.start(.appendOnly)
        let folder = try TestFolder(
            [.replace("store_wait: 5s", with: "store_wait: 20s")],
            store: "  data: data\n  redis_url: \(redis.url)\n")
        defer { folder.remove() }
        let server = try await TestServer.start(
            folder, storeGrace: .milliseconds(250), waiting: .isReal)
        let client = try await TestClient.register(server)
        let tokens = try await client.tokens()
        try await redis.kill()
        async let answer = client.refresh(try #require(tokens.refresh))
        expectOutage(try await server.introspect(tokens.access))
        try await redis.restart()
        let fresh = try Tokens(try await answer)
        #expect(try await server.isActive(fresh.access))
        await server.stop()
    }
}
