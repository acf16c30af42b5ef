import NIOCore
import NIOEmbedded
import NIOPosix
import RedisServers
import RedisURL
import Support
import Testing

@testable import RedisClient

/// The client against a real cluster of three nodes with a replica each.
@Suite("cluster")
struct ClusterTests {
    @Test("every key is found, slots may move under way, and a node that dies is followed by its replica")
    func life() async throws {
        let cluster = try await RedisCluster.start(replicas: true)
        let log = LogLines()
        var options = RedisOptions.patient
        options.connectGrace = .seconds(1)
        try await withClient(cluster.url, options, scripts: [script], log: log) { client in
            for _ in 0..<10 { try await eventually("served") { try? await client.get("a") } }
            try await findsKeys(client, cluster)
            try await refusesKeysOfSeveralSlots(client)
            try await waitsForReplicas(client, cluster)
            try await seesAllServers(client, cluster)
            try await followsMoves(client, cluster)
            try await followsFailover(client, cluster)
        }
        #expect(log.count("info redis cluster primaries=") >= 2)
        #expect(log.count("warning redis is unreachable reason=the server closed the connection") <= 1)
    }

    private let script = RedisScript(
        name: "append", source: "redis.call('APPEND', KEYS[1], ARGV[1]) return redis.call('STRLEN', KEYS[1])")

    private func findsKeys(_ client: RedisClient, _ cluster: RedisCluster) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let key = "key-\(number)"
                    try await client.set(key, "\(number)")
                    #expect(try await client.get(key) == .text("\(number)"))
                    #expect(
                        try await client.run(
                            self.script, keys: [Array("s-\(number)".utf8)], arguments: [[65]])
                            == .integer(1))
                }
            }
            try await group.waitForAll()
        }
        for key in ["key-1", "key-2", "key-3", "{tag}a", "{}b", "a{}b{c}"] {
            #expect(
                try await cluster.primaries[0].command("CLUSTER", "KEYSLOT", key)
                    == "\(HashSlot.of(Array(key.utf8)))")
        }
        #expect(
            try await cluster.primary(of: HashSlot.of(Array("key-7".utf8))).command("GET", "key-7") == "7")
        #expect(try await client.send([RedisCommand("PING")]) == [.status("PONG")])
    }

    private func refusesKeysOfSeveralSlots(_ client: RedisClient) async throws {
        let failure = await client.failure(of: [
            RedisCommand("MGET", [Array("key-1".utf8), Array("key-2".utf8)])
        ])
        guard case .refused("CROSSSLOT", _) = failure else {
            return #expect(Bool(false), "\(String(describing: failure))")
        }
    }

    private func waitsForReplicas(_ client: RedisClient, _ cluster: RedisCluster) async throws {
        for number in 0..<20 {
            let key = Array("w-\(number)".utf8)
            let length = try await client.run(
                script, keys: [key], arguments: [[65]],
                waitingFor: ReplicaWait(replicas: 1, timeout: .seconds(2)))
            #expect(length == .integer(1))
        }
    }

    private func seesAllServers(_ client: RedisClient, _ cluster: RedisCluster) async throws {
        let servers = try await client.servers()
        #expect(Set(servers) == Set(cluster.primaries.map { .tcp(host: "127.0.0.1", port: $0.port) }))
        var keys = 0
        for server in servers {
            guard case .integer(let count) = try await client.send([RedisCommand("DBSIZE")], to: server).first
            else { continue }
            keys += count
        }
        #expect(keys == 420)
    }

    /// Moves the slot of a tag from one node to another, step by step, and asks at each step.
    private func followsMoves(_ client: RedisClient, _ cluster: RedisCluster) async throws {
        let slot = HashSlot.of(Array("tag".utf8))
        let from = cluster.primary(of: slot)
        let to = try #require(cluster.primaries.first { $0 !== from })
        let fromID = try await from.command("CLUSTER", "MYID")
        let toID = try await to.command("CLUSTER", "MYID")
        try await client.set("{tag}a", "1")
        try await client.set("{tag}b", "2")

        try await to.command("CLUSTER", "SETSLOT", "\(slot)", "IMPORTING", fromID)
        try await from.command("CLUSTER", "SETSLOT", "\(slot)", "MIGRATING", toID)
        try await from.command("MIGRATE", "127.0.0.1", "\(to.port)", "{tag}a", "0", "1000")
        // One key is there already, one still here, and a third comes into being there.
        #expect(
            try await client.send([
                .of("GET", "{tag}a"), .of("GET", "{tag}b"), .of("SET", "{tag}c", "3"), .of("GET", "{tag}a"),
            ])
                == [.text("1"), .text("2"), .status("OK"), .text("1")])
        #expect(try await client.run(script, keys: [Array("{tag}a".utf8)], arguments: [[65]]) == .integer(2))
        #expect(try await to.command("CLUSTER", "COUNTKEYSINSLOT", "\(slot)") == "2")

        // Keys on both sides: the server says to try again, until the other key has followed.
        async let both = client.send([RedisCommand("MGET", key: Array("{tag}a".utf8), [Array("{tag}b".utf8)])]
        )
        try await from.command("MIGRATE", "127.0.0.1", "\(to.port)", "{tag}b", "0", "1000")
        #expect(try await both == [.list([.text("1A"), .text("2")])])

        for server in [to, from] { try await server.command("CLUSTER", "SETSLOT", "\(slot)", "NODE", toID) }
        for _ in 0..<20 { #expect(try await client.get("{tag}b") == .text("2")) }
    }

    private func followsFailover(_ client: RedisClient, _ cluster: RedisCluster) async throws {
        let victim = cluster.primaries[0]
        let key = try #require(
            (0...).lazy.map { "victim-\($0)" }.first { HashSlot.of(Array($0.utf8)) < 5000 })
        try await client.set(key, "1")
        try await eventually("the replica has it") {
            try await cluster.replicas[0].command("READONLY") == "OK" ? () : nil
        }
        try await victim.kill()
        try await eventually("unavailable") {
            await client.failure(of: [.of("SET", key, "2")]) != nil ? () : nil
        }
        try await eventually("its replica serves") { try? await client.set(key, "3") }
        // Every loop has its own view of the slots, and which one is asked is by chance.
        for _ in 0..<10 {
            try await eventually("its replica serves") { try? await client.get(key) == .text("3") ? () : nil }
            try await eventually("its replica is one of the servers, and it is not") {
                let servers = try await client.servers()
                return servers.contains(.tcp(host: "127.0.0.1", port: cluster.replicas[0].port))
                    && !servers.contains(.tcp(host: "127.0.0.1", port: victim.port)) ? () : nil
            }
        }
        // It comes back as a replica of its replica.
        try await victim.restart()
        try await victim.followsPrimary()
        for _ in 0..<20 {
            try await eventually("what was written is there") {
                try? await client.get(key) == .text("3") ? () : nil
            }
        }
    }
}

/// The client against nodes that say what the test wants.
@Suite("cluster, told")
struct ToldClusterTests {
    /// The slots of a cluster with one node.
    private static func slots(_ port: Int) -> String {
        "*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$9\r\n127.0.0.1\r\n:\(port)\r\n"
    }

    @Test(
        "a seed that is dead or hangs, wherever it stands, is noticed by nobody, from the first request on",
        arguments: [0, 1, 2], [true, false])
    func deadSeed(_ place: Int, hangs: Bool) async throws {
        let port = Box(0)
        let answer: @Sendable ([String]) -> FakeServer.Answer = { words in
            switch words.first {
            case "CLUSTER": .raw(Self.slots(port.value))
            case "GET": .raw(":1\r\n")
            default: .usual
            }
        }
        let (primary, replica) = (try await FakeServer.start(answer), try await FakeServer.start(answer))
        port.change { $0 = primary.port }
        func check(_ look: (RedisClient) async throws -> Void) async throws {
            let mute = try await FakeServer.start { _ in .silence }
            if !hangs { await mute.stop() }
            var seeds = [primary.port, replica.port]
            seeds.insert(mute.port, at: place)
            let url = "redis+cluster://" + seeds.map { "127.0.0.1:\($0)" }.joined(separator: ",")
            try await withClient(url) { client in
                try await look(client)
                // A client waits at its end for attempts to connect.
                await mute.stop()
            }
        }
        for _ in 1...3 {
            try await check { client in
                let servers = try await client.servers()
                #expect(servers == [.tcp(host: "127.0.0.1", port: primary.port)])
            }
            try await check { client in
                for _ in 1...4 {
                    let reply = try await client.get("a")
                    #expect(reply == .integer(1))
                }
            }
        }
        #expect(!replica.commands.contains { $0.first == "GET" })
    }

    @Test("what waits for a node that the next map doesn't have is answered, and then it is let go")
    func prunedNode() async {
        let (seed, leaving) = (
            RedisAddress.tcp(host: "127.0.0.1", port: 1), RedisAddress.tcp(host: "b", port: 2)
        )
        let outcome: Outcome = await withUnsafeContinuation { continuation in
            do {
                let loop = EmbeddedEventLoop()
                let attempts = Box<[RedisAddress: EventLoopPromise<Connection>]>([:])
                let settings = LinkSettings(RedisOptions(), outages: OutageLog(LogLines().logger()))
                let lane = ClusterLane([seed], settings: settings, on: loop) { address, loop in
                    let promise = loop.makePromise(of: Connection.self)
                    attempts.change { $0[address] = promise }
                    return promise.futureResult
                }
                func accept(_ address: RedisAddress) throws -> EmbeddedConnection {
                    let peer = try EmbeddedConnection(on: loop)
                    attempts.value[address]?.succeed(peer.connection)
                    loop.run()
                    return peer
                }
                lane.start()
                lane.submit(Request([.of("GET", "a")]), to: leaving, .task(continuation))
                let first = try accept(seed)
                try first.receive(Self.slots(1))
                let second = try accept(leaving)
                try second.receive("-MOVED 15495 127.0.0.1:1\r\n")
                #expect(second.isOpen)
                loop.advanceTime(by: settings.grace)
                #expect(!second.isOpen && first.isOpen)
                _ = lane.close()
                loop.run()
            } catch { Issue.record(error) }
        }
        #expect(outcome.replies == [.error(code: "MOVED", message: "15495 127.0.0.1:1")])
    }

    @Test("slots that nobody serves, or whose node can't be reached, are a trouble, though others are served")
    func lostSlots() async throws {
        let slots = Box("")
        let server = try await FakeServer.start { words in
            words.first == "CLUSTER" ? .raw(slots.value) : .usual
        }
        func range(_ first: Int, _ last: Int, _ port: Int) -> String {
            "*3\r\n:\(first)\r\n:\(last)\r\n*2\r\n$9\r\n127.0.0.1\r\n:\(port)\r\n"
        }
        for (answer, trouble) in [
            (Self.slots(server.port), nil), ("*1\r\n" + range(0, 16382, server.port), .clusterDown),
            ("*2\r\n" + range(0, 9, server.port) + range(10, 16383, try freePort()), .clusterDown),
        ] as [(String, RedisTrouble?)] {
            slots.change { $0 = answer }
            try await withClient("redis+cluster://127.0.0.1:\(server.port)") { client in
                _ = try await client.servers()
                try await eventually("\(String(describing: trouble))") {
                    await client.trouble() == trouble ? () : nil
                }
            }
        }
    }

    @Test("nodes that send a request round and round: an error, and not an endless journey")
    func circle() async throws {
        let port = Box(0)
        let server = try await FakeServer.start { words in
            switch words.first {
            case "CLUSTER": .raw(Self.slots(port.value))
            case "GET": .raw("-MOVED 1 127.0.0.1:\(port.value)\r\n")
            default: .usual
            }
        }
        port.change { $0 = server.port }
        try await withClient("redis+cluster://127.0.0.1:\(server.port)") { client in
            guard case .refused("ERR", _) = await client.failure(of: [.of("GET", "a")]) else {
                return #expect(Bool(false), "it should have given up")
            }
        }
        #expect(server.commands.count { $0.first == "GET" } == 9)
    }

    @Test("a crowd of MOVED leads to few questions about slots")
    func throttle() async throws {
        let port = Box(0)
        let server = try await FakeServer.start { words in
            switch words.first {
            case "CLUSTER": .raw(Self.slots(port.value))
            case "GET": .raw("-MOVED 1 127.0.0.1:\(port.value)\r\n")
            default: .usual
            }
        }
        port.change { $0 = server.port }
        try await withClient("redis+cluster://127.0.0.1:\(server.port)") { client in
            for _ in 0..<100 { _ = await client.failure(of: [.of("GET", "a")]) }
        }
        #expect(server.commands.count { $0.first == "GET" } == 900)
        #expect(server.commands.count { $0.first == "CLUSTER" } < 100)
    }

    @Test("a cluster that names ever more nodes is not followed without end")
    func everMoreNodes() {
        let loop = EmbeddedEventLoop()
        let opened = Box(0)
        let settings = LinkSettings(RedisOptions(), outages: OutageLog(LogLines().logger()))
        let lane = ClusterLane([.tcp(host: "seed", port: 1)], settings: settings, on: loop) { _, loop in
            opened.change { $0 += 1 }
            return loop.makeFailedFuture(ConnectFailure("connection refused"))
        }
        let outcomes = (1...5000).map { port in
            let outcome = Box<Outcome?>(nil)
            lane.submit(
                Request([RedisCommand("PING")]), to: .tcp(host: "b", port: port),
                .loop { answer in outcome.change { $0 = answer } })
            return outcome
        }
        #expect(opened.value == 2000)
        #expect(outcomes.last?.value?.failure?.reason == "the cluster sends requests to ever more nodes")
        loop.advanceTime(by: .seconds(1))
        #expect(outcomes.allSatisfy { $0.value?.failure?.isUnavailable == true })
        _ = lane.close()
    }

    @Test("a server that is no cluster is told of in the log, once")
    func noCluster() async throws {
        let server = try await RedisServer.start()
        let log = LogLines()
        var options = RedisOptions.impatient
        options.connectTimeout = .milliseconds(300)
        try await withClient("redis+cluster://127.0.0.1:\(server.port)", options, log: log) { client in
            try await eventually("told of") { log.count("doesn't tell of a cluster") > 0 ? () : nil }
            await #expect(throws: RedisFailure.self) { try await client.servers() }
        }
        #expect(log.count("doesn't tell of a cluster") == 1)
    }

    @Test("maps, addresses and redirections that are nonsense lead to errors and to nothing else")
    func nonsense() async throws {
        let random = Box(SeededRandom(seed: 11))
        let server = try await FakeServer.start { words in
            random.change { random in
                let number = Int.random(in: -2...20000, using: &random)
                switch words.first {
                case "CLUSTER":
                    return .raw(
                        [
                            "*0\r\n", "-ERR no\r\n", "*1\r\n:1\r\n", "$-1\r\n",
                            "*1\r\n*3\r\n:0\r\n:\(number)\r\n*2\r\n$9\r\n127.0.0.1\r\n:\(number)\r\n",
                        ].randomElement(using: &random) ?? "")
                case "GET":
                    return .raw(
                        [
                            "-MOVED\r\n", "-MOVED \(number) :\(number)\r\n",
                            "-ASK \(number) 127.0.0.1:\(number)\r\n",
                            "-TRYAGAIN\r\n", "-CLUSTERDOWN The cluster is down\r\n", "-MOVED 1 \u{0}:1\r\n",
                            ":1\r\n",
                        ].randomElement(using: &random) ?? "")
                default: return .usual
                }
            }
        }
        var options = RedisOptions.impatient
        options.connectGrace = .milliseconds(20)
        try await withClient("redis+cluster://127.0.0.1:\(server.port)", options) { client in
            await withTaskGroup(of: Void.self) { group in
                for worker in 0..<20 {
                    group.addTask { for number in 0..<5 { _ = try? await client.get("\(worker)-\(number)") } }
                }
            }
        }
    }
}
