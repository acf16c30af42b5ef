import Foundation
import Glibc
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("Statistics of a running server", .serialized)
struct StoreStatsTests {
    private static func stats(
        _ place: Workplace, _ arguments: [String] = [], _ variables: [String: String] = [:]
    )
        async throws -> JSONValue
    {
        let (exit, output) = try await place.run(
            "mcp-auth", ["store", "stats", "--json"] + arguments, variables)
        #expect(exit == .status(0), "\(output)")
        return try JSONValue.parse(Array(output.utf8.dropLast()))
    }

    @Test(
        "the embedded store tells of its records and of its work; its socket is this user's, and goes with the server"
    )
    func embedded() async throws {
        let place = try Workplace()
        try place.prepareForLoad()
        let none = try await place.run("mcp-auth", ["store", "stats"])
        #expect(none.exit == .status(1))
        #expect(
            none.output == "mcp-auth store stats: no server runs on \(place.data)\n"
                + "hint: start it, or name its folder with MCP_AUTH_DATA (store.data)\n")
        let server = try await place.serve()
        let socket = place.data + "/control.sock"
        let attributes = try FileManager.default.attributesOfItem(atPath: socket)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        _ = try await Demands(Wire(issuer: place.issuer))
        let stats = try await Self.stats(place)
        #expect(stats["server"]?["process_id"]?.integer == Int64(server.process.pid))
        #expect(stats["server"]?["port"]?.integer == Int64(place.port))
        #expect(stats["store"]?["kind"]?.string?.shown == "embedded")
        #expect(stats["store"]?["records"]?["clients"]?.integer == 1)
        #expect(stats["store"]?["records"]?["grants"]?.integer == 2)
        #expect(stats["store"]?["waiting_changes"]?.integer == 0)
        #expect(stats["store"]?["last_write"]?.string?.shown == "worked")
        let commits = try #require(stats["store"]?["commits"]?.integer)
        let changes = try #require(stats["store"]?["changes"]?.integer)
        #expect(commits > 0 && changes >= commits)
        #expect(
            (stats["store"]?["file_bytes"]?.integer ?? 0) + (stats["store"]?["wal_bytes"]?.integer ?? 0)
                > 4096)
        let table = try await place.run("mcp-auth", ["store", "stats"]).output
        #expect(table.contains("\n  process id              \(server.process.pid)\n"))
        #expect(table.contains("\n  grants                  2\n"))
        #expect(try await server.stop() == .status(0))
        #expect(!FileManager.default.fileExists(atPath: socket))
    }

    @Test("what kill -9 left behind is no server, and the next one takes its place")
    func killed() async throws {
        let place = try Workplace()
        let first = try await place.serve()
        first.process.signal(SIGKILL)
        try await first.process.ended()
        #expect(FileManager.default.fileExists(atPath: place.data + "/control.sock"))
        #expect(try await place.run("mcp-auth", ["store", "stats"]).exit == .status(1))
        let second = try await place.serve()
        let stats = try await Self.stats(place)
        #expect(stats["server"]?["process_id"]?.integer == Int64(second.process.pid))
        #expect(try await second.stop() == .status(0))
    }

    @Test(
        "on Redis records are counted when asked for, no password is shown, and an outage is told; each process has its own"
    )
    func redis() async throws {
        let redis = try await RedisServer.start()
        let url = "redis://:a-word@127.0.0.1:\(redis.port)"
        let place = try Workplace(redis: url)
        try place.prepareForLoad()
        try await redis.command("CONFIG", "SET", "requirepass", "a-word")
        let crowd = try await Crowd(2, at: place)
        _ = try await Demands(crowd.wire)
        let stats = try await Self.stats(place)
        #expect(stats["store"]?["kind"]?.string?.shown == "redis")
        #expect(stats["store"]?["place"]?.string?.shown == "redis://127.0.0.1:\(redis.port), keys auth:…")
        #expect(stats["store"]?["records"] == nil)
        #expect((stats["store"]?["connections"]?.integer ?? 0) > 0)
        #expect((stats["store"]?["requests"]?.integer ?? 0) > 0)
        #expect(stats["store"]?["trouble"] == nil)
        let counted = try await Self.stats(place, ["--count"])
        #expect(counted["store"]?["records"]?["clients"]?.integer == 1)
        #expect(counted["store"]?["records"]?["grants"]?.integer == 2)
        var processes: Set<Int64> = []
        for port in crowd.ports {
            let stats = try await Self.stats(place, [], ["AUTH_SERVER_PORT": "\(port)"])
            processes.insert(stats["server"]?["process_id"]?.integer ?? 0)
        }
        #expect(processes == Set(crowd.servers.map { Int64($0.process.pid) }))

        try await redis.kill()
        let outage = try await eventually("the outage is told") {
            try await Self.stats(place)["store"]?["trouble"]?.string?.shown
        }
        #expect(outage.hasPrefix("127.0.0.1:\(redis.port): "))
        let refused = try await place.run("mcp-auth", ["store", "stats", "--count"])
        #expect(refused.exit == .status(1))
        #expect(refused.output == "mcp-auth store stats: the server answered: redis doesn't answer\n")
        try await crowd.stop()
        #expect(!crowd.output.contains("control socket"))
        let files = try FileManager.default.contentsOfDirectory(atPath: place.data)
        #expect(files == ["server.secret"])
    }

    @Test("a folder whose name is too long for a socket: a line, and the server serves")
    func longPath() async throws {
        let place = try Workplace()
        try place.edit("${MCP_AUTH_DATA:-.mcp-auth}", String(repeating: "d", count: 120))
        let server = try await place.serve()
        let lines = server.output.split(separator: "\n").filter { $0.contains("no control socket") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("its path is longer than 107 bytes") == true)
        #expect(try await place.run("mcp-auth", ["store", "stats"]).exit == .status(1))
        #expect(try await server.stop() == .status(0))
    }
}
