import RedisServers
import RedisURL
import Support
import Testing

@testable import RedisClient

extension RedisClient {
    /// Each event loop finds its own way, and none waits for another.
    fileprivate func comesTo(_ server: RedisServer) async throws {
        for _ in 1...10 {
            try await eventually("every loop is connected to \(server.port)") {
                try? await servers() == [.tcp(host: "127.0.0.1", port: server.port)] ? () : nil
            }
        }
    }
}

@Suite("sentinel")
struct SentinelTests {
    @Test("the primary is found by its name, and its successor after a failover")
    func failover() async throws {
        let primary = try await RedisServer.start(
            .none, [["requirepass", "a"], ["masterauth", "a"]], waits: false)
        let replica = try await RedisServer.start(
            .none,
            [["replicaof", "127.0.0.1 \(primary.port)"], ["requirepass", "a"], ["masterauth", "a"]],
            waits: false)
        try await eventually("it follows") {
            try await replica.command("-a", "a", "--no-auth-warning", "INFO", "replication").contains(
                "link_status:up") ? () : nil
        }
        let sentinel = try await RedisServer.startSentinel(
            of: primary.port, ["sentinel auth-pass mymaster a", "requirepass s"])
        let dead = try freePort()
        let log = LogLines()
        let url =
            "redis+sentinel://:a@127.0.0.1:\(dead),127.0.0.1:\(sentinel.port)/mymaster/2?sentinel_password=s"
        try await withClient(url, log: log) { client in
            try await eventually("served") { try? await client.set("a", "1") }
            try await client.comesTo(primary)
            try await eventually("the sentinel knows of the replica") {
                try await sentinel.command("-a", "s", "--no-auth-warning", "SENTINEL", "REPLICAS", "mymaster")
                    .contains("\(replica.port)") ? () : nil
            }
            try await primary.kill()
            try await eventually("its successor serves") { try? await client.set("a", "2") }
            try await client.comesTo(replica)
            #expect(try await replica.command("-a", "a", "--no-auth-warning", "-n", "2", "GET", "a") == "2")
            try await eventually("all connections are back") {
                log.count("redis is back after_ms=") >= 1 ? () : nil
            }
        }
    }

    /// A server that claims to be in this role, and a sentinel that claims to know the primary.
    private func server(_ role: String) async throws -> FakeServer {
        try await FakeServer.start {
            $0.first == "ROLE" ? .raw("*1\r\n$\(role.utf8.count)\r\n\(role)\r\n") : .usual
        }
    }

    private func sentinel(_ answer: @escaping @Sendable () -> String) async throws -> FakeServer {
        try await FakeServer.start { $0.first == "SENTINEL" ? .raw(answer()) : .usual }
    }

    private static func address(_ port: Int) -> String {
        "*2\r\n$9\r\n127.0.0.1\r\n$\(String(port).utf8.count)\r\n\(port)\r\n"
    }

    @Test("a sentinel that points to a replica isn't believed; the next one is asked")
    func role() async throws {
        let replica = try await server("slave")
        let primary = try await server("master")
        let stale = try await sentinel { Self.address(replica.port) }
        let good = try await sentinel { Self.address(primary.port) }
        try await withClient("redis+sentinel://127.0.0.1:\(stale.port),127.0.0.1:\(good.port)/m") { client in
            _ = try await client.send([RedisCommand("PING")])
            #expect(try await client.servers() == [.tcp(host: "127.0.0.1", port: primary.port)])
        }
        #expect(good.commands.contains(["SENTINEL", "GET-MASTER-ADDR-BY-NAME", "m"]))
    }

    @Test("a primary that doesn't know it has been replaced is left, for the sentinels know")
    func watch() async throws {
        let old = try await server("master")
        let new = try await server("master")
        let port = Box(old.port)
        let sentinel = try await sentinel { Self.address(port.value) }
        var options = RedisOptions.patient
        options.sentinelInterval = .milliseconds(20)
        try await withClient("redis+sentinel://127.0.0.1:\(sentinel.port)/m", options) { client in
            #expect(try await client.servers() == [.tcp(host: "127.0.0.1", port: old.port)])
            port.change { $0 = new.port }
            for _ in 0..<2 {
                try await eventually("the new one is used") {
                    try? await client.servers() == [.tcp(host: "127.0.0.1", port: new.port)] ? () : nil
                }
            }
        }
    }

    @Test(
        "each way in which sentinels don't help is a reason of its own",
        arguments: [
            ("*-1\r\n", "it knows no primary of that name"), ("$-1\r\n", "it knows no primary of that name"),
            ("-IDONTKNOW No such master\r\n", "IDONTKNOW: it refuses to tell"),
            (":1\r\n", "the sentinel's answer is not an address"),
            ("*2\r\n$1\r\na\r\n$1\r\nb\r\n", "the sentinel's answer is not an address"),
            ("*0\r\n", "the sentinel's answer is not an address"),
            ("*2\r\n$0\r\n\r\n$1\r\n1\r\n", "the sentinel's answer is not an address"),
        ])
    func reasons(_ answer: String, _ reason: String) async throws {
        let sentinel = try await sentinel { answer }
        var options = RedisOptions.patient
        options.connectGrace = .milliseconds(10)
        let log = LogLines()
        try await withClient("redis+sentinel://127.0.0.1:\(sentinel.port)/m", options, log: log) { client in
            try await eventually("the reason is told") {
                await client.failure(of: [RedisCommand("PING")])?.reason
                    == "primary m: sentinel 127.0.0.1:\(sentinel.port): \(reason)" ? () : nil
            }
        }
        #expect(
            log.all == [
                "warning redis is unreachable reason=sentinel 127.0.0.1:\(sentinel.port): \(reason) server=primary m"
            ])
    }

    @Test("the sentinels' password is not the server's")
    func passwords() async throws {
        let primary = try await server("master")
        let sentinel = try await sentinel { Self.address(primary.port) }
        let url =
            "redis+sentinel://app:Zq8xW@127.0.0.1:\(sentinel.port)/m?sentinel_user=s&sentinel_password=Yp7vV"
        try await withClient(url) { client in _ = try await client.send([RedisCommand("PING")]) }
        #expect(
            sentinel.commands.contains(["AUTH", "s", "Yp7vV"])
                && !sentinel.commands.joined().contains("Zq8xW"))
        #expect(
            primary.commands.contains(["AUTH", "app", "Zq8xW"])
                && !primary.commands.joined().contains("Yp7vV"))
    }
}
