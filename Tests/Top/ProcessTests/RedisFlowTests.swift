import Foundation
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("The program on Redis", .serialized)
struct RedisFlowTests {
    @Test(
        "a client goes the whole way, from its registration to the end of its grant, and nothing of it is on disk"
    )
    func flow() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace(redis: redis.url)
        let server = try await place.serve()
        let wire = Wire(issuer: place.issuer).patiently
        #expect(try await wire.get("/health")["store"]?.string?.shown == "redis")
        #expect(server.output.contains("store     \(redis.url), keys auth:…"))

        let client = try #require(try await wire.register()["client_id"]?.string?.shown)
        var visitor = Visitor(wire)
        let consent = try await visitor.open(
            Wire.authorization(client, state: "chosen by a client, 7 & more"))
        let login = try await visitor.press("decision", "approve", on: consent)
        let back = try await visitor.press("action", "finish", on: login)
        #expect(back.redirect("state") == "chosen by a client, 7 & more")
        #expect(back.redirect("iss") == place.issuer)
        let code = try #require(back.redirect("code"))

        #expect(try await redis.command("KEYS", "auth:i:*").split(separator: "\n").count == 2)
        let first = try await wire.redeem(code, of: client)
        let access = try #require(first["access_token"]?.string?.shown)
        let introspection = try await wire.introspect(access)
        #expect(introspection["active"]?.bool == true)
        #expect(introspection["client_id"]?.string?.shown == client)
        let second = try await wire.refresh(try #require(first["refresh_token"]?.string?.shown), of: client)
        #expect(try await wire.introspect(access).body == "{\"active\":false}\n")

        let next = try #require(second["access_token"]?.string?.shown)
        #expect(try await wire.introspect(next)["active"]?.bool == true)
        let refresh = try #require(second["refresh_token"]?.string?.shown)
        #expect(try await wire.revoke(refresh, of: client).status == 200)
        #expect(try await wire.introspect(next).body == "{\"active\":false}\n")
        #expect(try await wire.refresh(refresh, of: client)["error"]?.string?.shown == "invalid_grant")

        #expect(try await redis.command("KEYS", "auth:i:*") == "", "its entries ended with the grant")
        #expect(try await redis.command("GET", "auth:{store}:format") == "2")

        #expect(try await server.stop() == .status(0))
        let files = try FileManager.default.contentsOfDirectory(
            atPath: place.folder.appendingPathComponent("data").path)
        #expect(files == ["server.secret"])
    }

    @Test("a server that starts again, or elsewhere with the same secret, knows everything")
    func restart() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace(redis: redis.url)
        try place.prepareForLoad()
        let server = try await place.serve()
        let wire = Wire(issuer: place.issuer).patiently
        let client = try #require(try await wire.register()["client_id"]?.string?.shown)
        let code = try #require(try await wire.authorize(client).redirect("code"))
        #expect(try await server.stop() == .status(0))

        let elsewhere = try await place.serve(port: try freePort())
        let again = try await place.serve()
        let tokens = try await wire.redeem(code, of: client)
        #expect(tokens.status == 200, "\(tokens.body)")
        #expect(try await again.stop() == .status(0))
        #expect(try await elsewhere.stop() == .status(0))
    }
}
