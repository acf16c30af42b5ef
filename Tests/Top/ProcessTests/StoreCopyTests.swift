import Foundation
import Glibc
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("A store that is moved", .serialized)
struct StoreCopyTests {
    private static let there = ["store", "copy", "--from", "embedded", "--to", "redis"]
    private static let back = ["store", "copy", "--from", "redis", "--to", "embedded"]

    @Test("clients, codes and tokens work on after it, to Redis and back; what was used or revoked stays so")
    func flow() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace()
        try place.prepareForLoad()
        let first = try await place.serve()
        let wire = Wire(issuer: place.issuer)
        let demands = try await Demands(wire)
        let client = demands.client
        let used = try #require(try await wire.authorize(client).redirect("code"))
        let ended = try #require(Acknowledged.Grant(try await wire.redeem(used, of: client), of: client))
        #expect(try await wire.revoke(ended.refreshToken, of: client).status == 200)
        #expect(try await first.stop() == .status(0))

        let copied = try await place.run("mcp-auth", Self.there, ["REDIS_URL": redis.url])
        #expect(copied.exit == .status(0), "\(copied.output)")
        #expect(copied.output.contains("records read back, and the same"))
        for key in try await redis.command("KEYS", "*").split(separator: "\n") {
            #expect(try await redis.command("TTL", String(key)) != "-1", "\(key) has no end")
        }

        let second = try await place.serve(variables: ["REDIS_URL": redis.url])
        #expect(try await wire.get("/health")["store"]?.string?.shown == "redis")
        #expect(try await wire.introspect(demands.grant.accessToken)["active"]?.bool == true)
        #expect(try await wire.redeem(demands.code, of: client).status == 200)
        #expect(try await wire.redeem(demands.code, of: client)["error"]?.string?.shown == "invalid_grant")
        #expect(try await wire.redeem(used, of: client)["error"]?.string?.shown == "invalid_grant")
        #expect(try await wire.introspect(ended.accessToken)["active"]?.bool == false)
        #expect(
            try await wire.refresh(ended.refreshToken, of: client)["error"]?.string?.shown == "invalid_grant")
        let refreshed = try #require(
            Acknowledged.Grant(
                try await wire.refresh(demands.grant.refreshToken, of: client), of: client))
        #expect(try await wire.introspect(demands.grant.accessToken)["active"]?.bool == false)
        #expect(try await second.stop() == .status(0))

        // The embedded store is as it was before: what ended since would come back with it.
        let refused = try await place.run("mcp-auth", Self.back, ["REDIS_URL": redis.url])
        #expect(refused.exit == .status(1))
        #expect(refused.output.contains("data holds records already\nhint: move "), "\(refused.output)")
        try FileManager.default.removeItem(
            at: place.folder.appendingPathComponent("data/store.sqlite"))
        let returned = try await place.run("mcp-auth", Self.back, ["REDIS_URL": redis.url])
        #expect(returned.exit == .status(0), "\(returned.output)")
        let third = try await place.serve()
        #expect(try await wire.introspect(refreshed.accessToken)["active"]?.bool == true)
        #expect(try await wire.refresh(refreshed.refreshToken, of: client).status == 200)
        #expect(try await wire.redeem(demands.code, of: client)["error"]?.string?.shown == "invalid_grant")
        let exit = try await third.stop()
        #expect(exit == .status(0), "\(third.output)")
    }

    @Test(
        "interrupted in the middle, or stopped until a server is there, it is run again, and goes on",
        arguments: [SIGKILL, SIGINT, SIGSTOP])
    func interrupted(signal: Int32) async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace()
        let count = 1500
        try await place.register(count)
        var isHalf = false
        for _ in 1...20 where !isHalf {
            try await redis.command("FLUSHALL")
            let copy = try place.start("mcp-auth", Self.there, ["REDIS_URL": redis.url])
            _ = try await eventually("it has begun") {
                let size = Int(try await redis.command("DBSIZE")) ?? 0
                return size > 5 || copy.exit != nil ? () : nil
            }
            copy.signal(signal)
            if signal == SIGSTOP {
                let server = try await RawClient.connect(redis.port)
                try await server.send("CLIENT SETNAME mcp-auth\r\n")
                try await seesServer(true, redis)
                copy.signal(SIGCONT)
                _ = try await copy.ended()
                await server.close()
                try await seesServer(false, redis)
            }
            let exit = try await copy.ended()
            isHalf = try await redis.command("EXISTS", "auth:{store}:copying") == "1"
            guard isHalf else { continue }
            switch signal {
            case SIGINT:
                #expect(exit == .status(130))
                #expect(copy.output.contains("interrupted; what was copied stays\nhint: run the same"))
            case SIGSTOP:
                #expect(exit == .status(1))
                #expect(
                    copy.output.hasSuffix(
                        "mcp-auth store copy: a server uses \(redis.url) (1 connection), so the copy is not finished\n"
                            + "hint: stop every server, and run the same command again: it goes on from here\n"
                    ))
            default: #expect(exit == .signal(SIGKILL))
            }
        }
        #expect(isHalf, "it was always done before it was interrupted")
        let again = try await place.run("mcp-auth", Self.there, ["REDIS_URL": redis.url])
        #expect(again.exit == .status(0), "\(again.output)")
        let row = try #require(again.output.split(separator: "\n").first { $0.hasPrefix("  clients ") })
        let cells = row.split(separator: " ").compactMap { Int($0) }
        #expect(cells[0] + cells[1] == count)
        #expect(cells[1] > 0)
        // With the server's own keys.
        #expect(again.output.contains("verified: \(count + 1) records read back"))
        #expect(try await redis.command("ZCARD", "auth:{clients}:expiry") == "\(count)")
        #expect(try await redis.command("EXISTS", "auth:{store}:copying") == "0")
    }

    private func seesServer(_ isThere: Bool, _ redis: RedisServer) async throws {
        try await eventually("a connection comes or goes") {
            let list = try await redis.command("CLIENT", "LIST")
            return list.contains("name=mcp-auth ") == isThere ? () : nil
        }
    }

    @Test("a Redis that gets full is told, and gone on with when there is room")
    func full() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace()
        try await place.register(700)
        let used = try await redis.command("INFO", "memory").split(separator: "\r\n").first {
            $0.hasPrefix("used_memory:")
        }
        let bytes = try #require(used.flatMap { Int($0.dropFirst("used_memory:".count)) })
        try await redis.command("CONFIG", "SET", "maxmemory", "\(bytes + 600_000)")
        let refused = try await place.run("mcp-auth", Self.there, ["REDIS_URL": redis.url])
        #expect(refused.exit == .status(1))
        #expect(refused.output.contains("redis is out of memory"), "\(refused.output)")
        try await redis.command("CONFIG", "SET", "maxmemory", "0")
        let again = try await place.run("mcp-auth", Self.there, ["REDIS_URL": redis.url])
        #expect(again.exit == .status(0), "\(again.output)")
        #expect(again.output.contains("verified: 701 records"))
    }

    @Test("while a server uses one of the stores nothing is copied")
    func inUse() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace()
        let embedded = try await place.serve()
        let stop = "\nhint: stop every server first: a store is copied while nobody uses it\n"
        for arguments in [Self.there, Self.back] {
            let (exit, output) = try await place.run("mcp-auth", arguments, ["REDIS_URL": redis.url])
            #expect(exit == .status(1))
            #expect(
                output.hasSuffix(
                    "mcp-auth store copy: another mcp-auth (process id \(embedded.process.pid)) uses \(place.data)"
                        + stop))
        }
        #expect(try await embedded.stop() == .status(0))

        let second = try await place.serve(variables: ["REDIS_URL": redis.url])
        let (exit, output) = try await place.run("mcp-auth", Self.there, ["REDIS_URL": redis.url])
        #expect(exit == .status(1))
        #expect(output.contains("mcp-auth store copy: a server uses \(redis.url) ("))
        #expect(output.hasSuffix(stop))
        #expect(try await redis.command("EXISTS", "auth:{store}:copying") == "0")

        // A server with keys of its own is nobody's business here.
        let other = try Workplace()
        try await other.register(1)
        try other.edit("redis_url: ${REDIS_URL:-}", "redis_url: ${REDIS_URL:-}\n  key_prefix: \"second:\"")
        let beside = try await other.run("mcp-auth", Self.there, ["REDIS_URL": redis.url])
        #expect(beside.exit == .status(0), "\(beside.output)")
        #expect(try await second.stop() == .status(0))
    }

    @Test("a user who may not list clients copies all the same, and is told what could not be found out")
    func restricted() async throws {
        let redis = try await RedisServer.start()
        try await redis.command(
            "ACL", "SETUSER", "mcp-auth", "on", ">a-word", "resetkeys", "~auth:*", "resetchannels", "+@all",
            "-@admin", "-@dangerous")
        let place = try Workplace()
        try await place.register(1)
        let url = "redis://mcp-auth:a-word@127.0.0.1:\(redis.port)"
        let (exit, output) = try await place.run("mcp-auth", Self.there, ["REDIS_URL": url])
        #expect(exit == .status(0), "\(output)")
        #expect(output.contains("note: the redis user may not list clients"))
        #expect(!output.contains("a-word"))
    }

    @Test("on the half of a copy no server starts, embedded or on Redis")
    func half() async throws {
        let place = try Workplace()
        try await place.register(1)
        try Data("elsewhere".utf8).write(to: URL(fileURLWithPath: place.data + "/copy-unfinished"))
        let (exit, output) = try await place.run("mcp-auth", ["serve"])
        #expect(exit == .status(1))
        let hint =
            "hint: run the same `mcp-auth store copy` again: it goes on where it was interrupted; or begin anew with an empty store\n"
        #expect(output == "mcp-auth: a copy into the store in \(place.data) has not been finished\n" + hint)

        try FileManager.default.removeItem(atPath: place.data + "/copy-unfinished")
        let redis = try await RedisServer.start()
        try await redis.command("HSET", "auth:{store}:copying", "mark", "copy a-store elsewhere")
        let onRedis = try await place.run("mcp-auth", ["serve"], ["REDIS_URL": redis.url])
        #expect(onRedis.exit == .status(1))
        #expect(
            onRedis.output.hasSuffix(
                "mcp-auth: a copy into the store in \(redis.url), keys auth:… has not been finished\n" + hint)
        )
        let other = try await place.run("mcp-auth", Self.there, ["REDIS_URL": redis.url])
        #expect(other.exit == .status(1))
        #expect(
            other.output.hasSuffix(
                "holds the beginning of a copy from another store (elsewhere)\n"
                    + "hint: finish that one; or begin anew with an empty store: delete its keys\n"))
    }

    @Test("records under another secret are not copied: 1, and where the secret comes from")
    func otherSecret() async throws {
        let redis = try await RedisServer.start()
        let place = try Workplace()
        try await place.register(1)
        let secret = Data("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n".utf8)
        try secret.write(to: URL(fileURLWithPath: place.data + "/server.secret"))
        let (exit, output) = try await place.run("mcp-auth", Self.there, ["REDIS_URL": redis.url])
        #expect(exit == .status(1))
        #expect(
            output.contains("sealed under another secret than this server's\nhint: copy the server.secret"))
        #expect(try await redis.command("DBSIZE") == "0")
    }

    @Test("what can't be copied is a line and a hint")
    func commandLine() async throws {
        let place = try Workplace()
        let noRedis = try await place.run("mcp-auth", Self.there)
        #expect(noRedis.exit == .status(2))
        #expect(
            noRedis.output == "mcp-auth store copy: the manifest names no redis\n"
                + "hint: set REDIS_URL (store.redis_url), and leave 'memory' out\n")
        let nowhere = ["REDIS_URL": "redis://127.0.0.1:1"]
        let noStore = try await place.run("mcp-auth", Self.there, nowhere)
        #expect(noStore.exit == .status(1))
        #expect(
            noStore.output.hasSuffix(
                "mcp-auth store copy: there is no embedded store in \(place.data)\n"
                    + "hint: name its folder with MCP_AUTH_DATA (store.data)\n"))
        let noSecret = try await place.run("mcp-auth", Self.back, nowhere)
        #expect(noSecret.exit == .status(1))
        #expect(noSecret.output.contains("there is no server.secret in \(place.data)\nhint: copy "))
        #expect(!FileManager.default.fileExists(atPath: place.data))
        let same = try await place.run("mcp-auth", ["store", "copy", "--from", "redis", "--to", "redis"])
        #expect(same.exit == .status(64))
        #expect(same.output.hasPrefix("Error: --from and --to name the same store\n"))
        for arguments in [["store", "copy"], ["store", "copy", "--from", "memory", "--to", "redis"]] {
            #expect(try await place.run("mcp-auth", arguments).exit == .status(64))
        }
        try await place.register(1)
        let unreachable = try await place.run("mcp-auth", Self.there, nowhere)
        #expect(unreachable.exit == .status(1))
        #expect(unreachable.output.contains("\nmcp-auth store copy: redis is unavailable: 127.0.0.1:1: "))
        #expect(unreachable.output.hasSuffix("\nhint: is REDIS_URL right, and does that redis run?\n"))
    }
}

extension Workplace {
    /// The folder of the store.
    var data: String { folder.appendingPathComponent("data").path }

    /// Fills the embedded store with clients.
    fileprivate func register(_ count: Int) async throws {
        try prepareForLoad()
        let server = try await serve()
        let wire = Wire(issuer: issuer)
        let answers = try await concurrently(1...count, width: 32) { _ in try await wire.register().status }
        #expect(answers.allSatisfy { $0 == 201 })
        #expect(try await server.stop() == .status(0))
    }
}
