import Foundation
import JSON
import RedisServers
import Support
import Testing
import WireText

@Suite("A Redis that doesn't serve the program", .serialized)
struct RedisOutageTests {
    @Test(
        "one that is down does not keep the program from starting; when it comes up, it is used without a restart"
    )
    func downAtStart() async throws {
        let redis = try await RedisServer.start(.appendOnly)
        let place = try Workplace(redis: redis.url)
        try place.prepareForLoad()
        let wire = Wire(issuer: place.issuer)
        let before = try await place.serve()
        let demands = try await Demands(wire)
        #expect(try await before.stop() == .status(0))
        try await redis.kill()

        let server = try await place.serve(health: 503)
        let health = try await wire.get("/health")
        #expect(health["status"]?.string?.shown == "unavailable")
        #expect(health["reason"]?.string?.shown == "redis doesn't answer")
        #expect(health.header("Retry-After") == ["1"])
        try await demands.expectOutage()
        try await server.says("reason=\"connection refused\"")
        #expect(server.count("redis is unreachable") == 1, "\(server.output)")

        try await redis.restart()
        let up = ContinuousClock.now
        _ = try await eventually("health is well") {
            try await wire.get("/health").status == 200 ? () : nil
        }
        print("redis came up after the server: served after \(up.duration(to: .now).milliseconds) ms")
        try await server.seesRedisBack()
        try await demands.expectService()
        #expect(try await server.stop() == .status(0))
    }

    /// A state of Redis in which it answers and doesn't serve.
    struct State: Sendable, CustomTestStringConvertible {
        let name: String
        var password: String?
        let begin: @Sendable (RedisServer) async throws -> Void
        let end: @Sendable (RedisServer) async throws -> Void
        var refuses: Demands.Refusal = .everything
        /// What health says.
        let reason: String
        let log: String

        var testDescription: String { name }
    }

    static let states = [
        State(
            name: "is a read-only replica",
            begin: { try await $0.command("REPLICAOF", "127.0.0.1", "1") },
            end: { try await $0.command("REPLICAOF", "NO", "ONE") }, refuses: .changes,
            reason: "redis is a read-only replica: the address must be that of the primary",
            log:
                #"code=READONLY reason="redis is a read-only replica: the address must be that of the primary""#
        ),
        State(
            name: "has no memory left",
            begin: { try await $0.command("CONFIG", "SET", "maxmemory", "1") },
            end: { try await $0.command("CONFIG", "SET", "maxmemory", "0") }, refuses: .growth,
            reason: "redis is out of memory: its maxmemory is reached",
            log: #"code=OOM reason="redis is out of memory: its maxmemory is reached""#),
        State(
            name: "has another password", password: "secret-word",
            begin: {
                try await $0.administrate("secret-word", "CONFIG", "SET", "requirepass", "another-word")
                try await $0.administrate("another-word", "CLIENT", "KILL", "TYPE", "normal")
            },
            end: { try await $0.administrate("another-word", "CONFIG", "SET", "requirepass", "secret-word") },
            reason: "redis refuses the configured user or password",
            log: #"reason="redis refuses the configured user or password""#),
        State(
            name: "loads its data",
            begin: {
                // A key takes a hundredth of a second to load; until all are there it says so to whoever asks.
                let fill = "for i = 1, 3000 do redis.call('SET', 'fill:' .. i, string.rep('x', 1024)) end"
                try await $0.command("EVAL", fill, "0")
                try await $0.command("SAVE")
                try await $0.kill()
                try await $0.restart(waits: false)
            },
            end: { try await $0.command("CONFIG", "SET", "key-load-delay", "0") },
            reason: "redis is loading its data from disk",
            log: #"reason="redis is loading its data from disk""#),
    ]

    @Test(
        "one that answers and doesn't serve is told of in a clear line; afterwards everything is as before",
        arguments: states)
    func state(_ state: State) async throws {
        let redis = try await RedisServer.start(
            .none,
            [
                ["key-load-delay", "10000"], ["loading-process-events-interval-bytes", "1024"],
                ["rdbcompression", "no"], ["requirepass", state.password ?? ""],
            ])
        let password = state.password.map { ":\($0)@" } ?? ""
        let place = try Workplace(redis: "redis://\(password)127.0.0.1:\(redis.port)")
        try place.prepareForLoad()
        let wire = Wire(issuer: place.issuer)
        let server = try await place.serve()
        let demands = try await Demands(wire)
        try await state.begin(redis)
        let health = try await eventually("health says so: \(state.reason)") {
            let answer = try await wire.get("/health")
            return answer["reason"]?.string?.shown == state.reason ? answer : nil
        }
        #expect(health.status == 503)
        try await demands.expectOutage(of: state.refuses)
        try await server.says(state.log)
        #expect((1...2).contains(server.count(state.log)), "\(server.output)")
        try await state.end(redis)
        _ = try await eventually("health is well") {
            try await wire.get("/health").status == 200 ? () : nil
        }
        if state.refuses == .everything { try await server.seesRedisBack() }
        try await demands.expectService()
        #expect(try await server.stop() == .status(0))
        #expect(!server.output.contains("-word"), "\(server.output)")
    }
}

extension RedisServer {
    fileprivate func administrate(_ password: String, _ command: String...) async throws {
        try await self.command(["--no-auth-warning", "-a", password] + command)
    }
}

extension ServerProcess {
    /// How many lines of its log say this.
    func count(_ text: String) -> Int {
        output.split(separator: "\n").count { $0.contains(text) }
    }

    /// All its connections are there again.
    func seesRedisBack() async throws {
        try await says("redis is back")
    }
}
