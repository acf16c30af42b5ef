import Foundation
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("A Redis that others use too")
struct RedisSharingTests {
    @Test(
        "the program touches no key outside of its prefix: the user of the page may do nothing else",
        arguments: [false, true])
    func confined(hasSentinel: Bool) async throws {
        let line = try #require(try SeveralProcessesPage().block("conf").first)
        let user = line.split(separator: " ").map(String.init) + (hasSentinel ? ["+role"] : [])
        let redis = try await RedisServer.start(.none, [user])
        let sentinel = hasSentinel ? try await RedisServer.startSentinel(of: redis.port) : nil
        let place = try Workplace(
            redis: sentinel.map { "redis+sentinel://mcp-auth:a-long-password@127.0.0.1:\($0.port)/mymaster" }
                ?? "redis://mcp-auth:a-long-password@127.0.0.1:\(redis.port)")
        try place.prepareForLoad()
        let server = try await place.serve()
        let demands = try await Demands(Wire(issuer: place.issuer))
        try await demands.expectService()
        #expect(try await server.stop() == .status(0))
        #expect(!server.output.contains("refuse"), "\(server.output)")
        let keys = try await redis.command("KEYS", "*").split(separator: "\n")
        #expect(!keys.isEmpty && keys.allSatisfy { $0.hasPrefix("auth:") }, "\(keys)")
        for key in keys { #expect(try await redis.command("TTL", String(key)) != "-1", "\(key) has no end") }
    }

    @Test(
        "another program's keys stay as they are, and another server with its own prefix knows nothing of ours"
    )
    func neighbours() async throws {
        let redis = try await RedisServer.start()
        try await redis.command("SET", "session:1", "theirs")
        try await redis.command("HSET", "mcp:{clients}", "a", "1", "b", "2")
        try await redis.command("RPUSH", "authority", "x", "y")
        try await redis.command("SET", "auth", "theirs", "EX", "1000")
        let before = try await redis.foreignKeys()
        #expect(before.count == 4)

        let one = try Workplace(redis: redis.url)
        let two = try Workplace(redis: redis.url)
        for place in [one, two] { try place.prepareForLoad() }
        try two.edit("redis_url: ${REDIS_URL:-}", "redis_url: ${REDIS_URL:-}\n  key_prefix: \"second:\"")
        let servers = [try await one.serve(), try await two.serve()]
        let first = try await Demands(Wire(issuer: one.issuer))
        let second = try await Demands(Wire(issuer: two.issuer))
        #expect(
            try await second.wire.introspect(first.grant.accessToken).body == "{\"active\":false}\n")
        #expect(
            try await second.wire.refresh(first.grant.refreshToken, of: first.client)["error"]?.string?.shown
                == "invalid_client")
        for demands in [first, second] { try await demands.expectService() }
        #expect(try await redis.foreignKeys() == before)
        for server in servers { #expect(try await server.stop() == .status(0)) }
        #expect(try await redis.foreignKeys() == before)
    }

    @Test(
        "another program may empty its own database, forget all scripts, and be busy, while the server works")
    func busyNeighbour() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace(redis: redis.url)
        try place.prepareForLoad()
        let server = try await place.serve()
        let demands = try await Demands(Wire(issuer: place.issuer))
        let ours = try await redis.command("DBSIZE")
        for number in 1...20 {
            try await redis.command("-n", "1", "SET", "auth:session:\(number)", "theirs")
            try await redis.command("SET", "session:\(number)", "theirs", "EX", "1000")
            try await redis.command("PUBLISH", "auth:", "theirs")
        }
        try await redis.command("EVAL", "for i = 1, 3e5 do redis.call('EXISTS', 'session:1') end", "0")
        try await redis.command("-n", "1", "FLUSHDB")
        try await redis.command("SCRIPT", "FLUSH")
        try await redis.command("FUNCTION", "FLUSH")
        try await redis.command(["DEL"] + (1...20).map { "session:\($0)" })
        #expect(try await redis.command("DBSIZE") == ours)
        try await demands.expectService()
        #expect(
            server.count(" mcp-auth: warning: ") + server.count(" mcp-auth: error: ") == 0, "\(server.output)"
        )
        #expect(try await server.stop() == .status(0))
    }

    @Test("FLUSHDB under the running server means that everybody starts anew, and no error")
    func flushed() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace(redis: redis.url)
        let server = try await place.serve()
        let wire = Wire(issuer: place.issuer)
        let client = try #require(try await wire.register()["client_id"]?.string?.shown)
        var visitor = Visitor(wire)
        let code = try await visitor.code(client)
        let grant = try #require(
            Acknowledged.Grant(try await wire.redeem(try await visitor.code(client), of: client), of: client))
        let demoGrant = try #require(
            Acknowledged.Grant(
                try await wire.redeem(try await visitor.code("demo-client"), of: "demo-client"),
                of: "demo-client"))
        let demoCode = try await visitor.code("demo-client")
        let consent = try await visitor.open(Wire.authorization("demo-client"))
        var other = visitor
        let login = try await other.press(
            "decision", "approve", on: try await other.open(Wire.authorization("demo-client")))
        try await redis.command("FLUSHDB")
        try await redis.command("SCRIPT", "FLUSH")

        // The registered client is not known any more, and registers again.
        #expect(try await wire.redeem(code, of: client)["error"]?.string?.shown == "invalid_client")
        #expect(
            try await wire.refresh(grant.refreshToken, of: client)["error"]?.string?.shown == "invalid_client"
        )
        let unknown = try await visitor.open(Wire.authorization(client))
        #expect(unknown.status == 400 && unknown.location == nil)
        #expect(unknown.header("Content-Type").first?.hasPrefix("text/html") == true)

        // The one of the manifest is known, and authorizes again.
        for token in [grant.accessToken, demoGrant.accessToken] {
            #expect(try await wire.introspect(token).body == "{\"active\":false}\n")
        }
        for answer in [
            try await wire.refresh(demoGrant.refreshToken, of: "demo-client"),
            try await wire.redeem(demoCode, of: "demo-client"),
        ] {
            #expect(
                answer.status == 400 && answer["error"]?.string?.shown == "invalid_grant", "\(answer.body)")
        }
        #expect(try await wire.revoke(demoGrant.refreshToken, of: "demo-client").status == 200)

        // Whoever was on the way starts anew.
        #expect(try await visitor.press("decision", "approve", on: consent).status == 400)
        #expect(try await other.press("action", "finish", on: login).status == 400)

        for client in ["demo-client", try #require(try await wire.register()["client_id"]?.string?.shown)] {
            let tokens = try await wire.redeem(try await visitor.code(client), of: client)
            let access = try #require(tokens["access_token"]?.string?.shown)
            #expect(try await wire.introspect(access)["active"]?.bool == true)
        }
        #expect(
            server.count(" mcp-auth: warning: ") + server.count(" mcp-auth: error: ") == 0, "\(server.output)"
        )
        #expect(try await server.stop() == .status(0))
    }
}

extension Visitor {
    /// Consents and logs in, for a code.
    fileprivate mutating func code(_ client: String) async throws -> String {
        let consent = try await open(Wire.authorization(client))
        let login = try await press("decision", "approve", on: consent)
        let back = try await press("action", "finish", on: login)
        return try #require(back.redirect("code"), "\(back.status) \(back.body)")
    }
}

extension RedisServer {
    /// What is not ours, whole: value, type and end.
    fileprivate func foreignKeys() async throws -> [String] {
        var found: [String] = []
        for key in try await command("KEYS", "*").split(separator: "\n").map(String.init).sorted()
        where !key.hasPrefix("auth:") && !key.hasPrefix("second:") {
            let digest = try await command("DEBUG", "DIGEST-VALUE", key)
            found.append("\(key) \(digest) \(try await command("EXPIRETIME", key))")
        }
        return found
    }
}
