import Support
import Testing

@Suite("when the disk is full, over HTTP")
struct FullDiskTests {
    @Test(
        "nobody is answered as if all were well, what is known is read, and there is service as soon as there is room"
    )
    func full() async throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let server = try await TestServer.start(folder, storePageLimit: 60)
        let client = try await TestClient.register(server)
        let code = try await client.code()
        var tokens = try await client.tokens()
        var refresh = try #require(tokens.refresh)

        // Pending authorizations, whose `state` may be long, take the room for large records. They are over in ten minutes.
        let long = client.authorizePath(["state": String(repeating: "s", count: 8000)])
        var pages = 0
        while try await server.get("/health").status == 200, pages < 100 {
            _ = try await server.get(long)
            pages += 1
            server.clock.advance(by: .seconds(1))
        }
        #expect((5..<100).contains(pages))
        expectOutage(try await server.get("/health"))
        expectOutagePage(try await server.get(long))

        // Refreshing takes what is left.
        var rotations = 0
        var answer = try await client.refresh(refresh)
        while answer.status == 200, rotations < 50 {
            tokens = try Tokens(answer)
            refresh = try #require(tokens.refresh)
            answer = try await client.refresh(refresh)
            rotations += 1
        }
        for _ in 1...3 { expectOutage(try await client.refresh(refresh)) }
        expectOutage(try await client.redeem(code))

        // The smallest records are those of clients.
        let document = #"{"redirect_uris":["http://127.0.0.1/cb"]}"#
        var registrations = 0
        while try await server.post("/oauth/register", json: document).status == 201, registrations < 50 {
            registrations += 1
        }
        for _ in 1...3 { expectOutage(try await server.post("/oauth/register", json: document)) }
        expectOutagePage(try await client.authorize())
        #expect(try await server.isActive(tokens.access))

        server.clock.advance(by: .seconds(601))
        try await server.sweep()
        #expect(try await server.get("/health").status == 200)
        #expect(try await client.refresh(refresh).status == 200)
        #expect(try await client.approve().redirect("code") != nil)
        await server.stop()
    }
}
