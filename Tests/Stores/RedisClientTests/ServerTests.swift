import NIOCore
import NIOPosix
import RedisServers
import RedisURL
import Support
import Testing

@testable import RedisClient

/// The client against a real Redis.
@Suite("one server")
struct ServerTests {
    private let counter = RedisScript(
        name: "counter", source: "return redis.call('INCRBY', KEYS[1], ARGV[1])")

    @Test("values come back as they went, whatever is in them and however large they are")
    func values() async throws {
        let server = try await RedisServer.start()
        try await withClient(server.url) { client in
            let values: [[UInt8]] = [
                [], [0], Array(0...255), Array("\r\n$5\r\n".utf8), [UInt8](repeating: 7, count: 3 << 20),
            ]
            for value in values {
                _ = try await client.send([RedisCommand("SET", key: [0, 13, 10], [value])])
                #expect(try await client.send([RedisCommand("GET", key: [0, 13, 10])]) == [.bytes(value)])
            }
            #expect(try await client.get("nothing") == .null)
        }
    }

    @Test("a thousand tasks at once each get their own answer")
    func many() async throws {
        let server = try await RedisServer.start()
        try await withClient(server.url) { client in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        let replies = try await client.send([
                            .of("SET", "key-\(number)", "\(number)"), .of("GET", "key-\(number)"),
                        ])
                        return replies == [.status("OK"), .text("\(number)")]
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test(
        "a script runs as one step, is known on every connection, and is given again to a server that forgot it"
    )
    func scripts() async throws {
        let server = try await RedisServer.start()
        try await withClient(server.url, scripts: [counter]) { client in
            #expect(try await client.run(counter, keys: [[65]], arguments: [[0x33]]) == .integer(3))
            #expect(try await server.command("INFO", "commandstats").contains("cmdstat_evalsha:calls=1,"))
            try await server.command("SCRIPT", "FLUSH")
            #expect(try await client.run(counter, keys: [[65]], arguments: [[0x33]]) == .integer(6))
            #expect(try await client.run(counter, keys: [[65]], arguments: [[0x33]]) == .integer(9))
            // Once for the first, once for the one after the flush that was refused, and once for the one after that.
            #expect(try await server.command("INFO", "commandstats").contains("cmdstat_evalsha:calls=3,"))
            await #expect(throws: RedisFailure.self) {
                try await client.run(counter, keys: [[65]], arguments: [[0x78]])
            }
        }
    }

    @Test("it is known to the server by its name, and uses the database of the url")
    func nameAndDatabase() async throws {
        let server = try await RedisServer.start()
        try await withClient(server.url + "/3") { client in
            try await client.set("a", "b")
            #expect(try await server.command("-n", "3", "GET", "a") == "b")
            let list = try await server.command("CLIENT", "LIST")
            #expect(list.contains("name=mcp-auth ") && list.contains("db=3 "))
        }
    }

    @Test("a database that the server doesn't have is a reason, not a wrong database")
    func noDatabase() async throws {
        let server = try await RedisServer.start()
        let log = LogLines()
        try await withClient(server.url + "/99", .impatient, log: log) { client in
            let failure = try await eventually("the attempt has failed") {
                let failure = await client.failure(of: [.of("SET", "a", "b")])
                return failure?.code == RedisTrouble.database.rawValue ? failure : nil
            }
            #expect(failure.description == RedisTrouble.database.words)
            #expect(log.count("unreachable reason=\(RedisTrouble.database.words)") == 1)
        }
        #expect(try await server.command("DBSIZE") == "0")
    }

    @Test("a Unix domain socket and the IPv6 loopback are as good as any")
    func addresses() async throws {
        let server = try await RedisServer.start(.none, [["bind", "127.0.0.1 ::1"]])
        for url in [
            "redis+unix://\(server.socketPath)?db=1", "redis://[::1]:\(server.port)/1",
            "redis://localhost:\(server.port)/1",
        ] {
            try await withClient(url) { client in
                try await client.set("a", url)
                #expect(try await server.command("-n", "1", "GET", "a") == url)
            }
        }
    }

    @Test("user and password open the server; wrong ones and none say so in one line")
    func passwords() async throws {
        let server = try await RedisServer.start(
            .none, [["user", "app", "on", ">s/e:c@ret", "~*", "&*", "+@all"], ["requirepass", "other"]],
            waits: false)
        try await withClient("redis://app:s%2Fe%3Ac%40ret@127.0.0.1:\(server.port)") { client in
            let replies = try await client.send([RedisCommand("ACL", words: "WHOAMI")])
            #expect(replies == [.text("app")])
        }
        try await withClient("redis://:other@127.0.0.1:\(server.port)") { client in
            let replies = try await client.send([RedisCommand("ACL", words: "WHOAMI")])
            #expect(replies == [.text("default")])
        }
        for (userInformation, trouble) in [
            ("app:Zq8xW@", .password), (":Zq8xW@", .password), ("", .passwordMissing),
        ] as [(String, RedisTrouble)] {
            let log = LogLines()
            try await withClient("redis://\(userInformation)127.0.0.1:\(server.port)", .impatient, log: log) {
                client in
                try await eventually("the attempt has failed") { log.count(trouble.words) == 1 ? () : nil }
                let failure = await client.failure(of: [RedisCommand("PING")])
                #expect(failure?.code == trouble.rawValue)
                #expect(failure.map { "\($0)" }?.contains("Zq8xW") == false)
            }
            #expect(log.count("unreachable") == 1 && log.count("Zq8xW") == 0)
        }
    }

    @Test("a password that is put right under the running client is taken within a second")
    func passwordPutRight() async throws {
        let server = try await RedisServer.start(.none, [["requirepass", "old"]], waits: false)
        let log = LogLines()
        try await withClient("redis://:new@127.0.0.1:\(server.port)", log: log) { client in
            try await eventually("refused") { log.count(RedisTrouble.password.words) > 0 ? () : nil }
            _ = try await server.command(
                "-a", "old", "--no-auth-warning", "CONFIG", "SET", "requirepass", "new")
            try await eventually("served", within: .seconds(2)) {
                try? await client.send([RedisCommand("PING")])
            }
        }
    }

    @Test("a server whose memory is full refuses writes, answers reads, and says so in the log")
    func memory() async throws {
        let server = try await RedisServer.start()
        let log = LogLines()
        try await withClient(server.url, scripts: [counter], log: log) { client in
            try await client.set("a", "1")
            try await server.command("CONFIG", "SET", "maxmemory", "1")
            let failure = await client.failure(of: [.of("SET", "a", "2")])
            guard case .refused("OOM", _) = failure else {
                return #expect(Bool(false), "\(String(describing: failure))")
            }
            await #expect(throws: RedisFailure.self) {
                try await client.run(counter, keys: [[65]], arguments: [[49]])
            }
            #expect(try await client.get("a") == .text("1"))
            try await server.command("CONFIG", "SET", "maxmemory", "0")
            try await client.set("a", "2")
        }
        #expect(log.count("warning redis refuses commands code=OOM") == 1)
    }

    @Test("a replica refuses writes and says so in the log")
    func replica() async throws {
        let server = try await RedisServer.start()
        let replica = try await server.startReplica()
        let log = LogLines()
        try await withClient(replica.url, log: log) { client in
            let failure = await client.failure(of: [.of("SET", "a", "2")])
            guard case .refused("READONLY", _) = failure else {
                return #expect(Bool(false), "\(String(describing: failure))")
            }
            try await replica.command("REPLICAOF", "NO", "ONE")
            try await client.set("a", "2")
        }
        #expect(log.count("warning redis refuses commands code=READONLY") == 1)
    }

    @Test("a server that is loading its data isn't served from, and serves as soon as it is done")
    func loading() async throws {
        let server = try await RedisServer.start(
            .none, [["key-load-delay", "500"], ["loading-process-events-interval-bytes", "1024"]])
        for batch in 0..<10 {
            let pairs = (0..<1000).flatMap { ["key-\(batch)-\($0)", "\($0)"] }
            _ = try await server.command(["MSET"] + pairs)
        }
        let log = LogLines()
        try await withClient(server.url, log: log) { client in
            #expect(try await client.get("key-9-999") == .text("999"))
            try await server.command("SAVE")
            try await server.kill()
            try await server.restart(waits: false)
            try await eventually("loading is the reason") {
                log.count("reason=redis is loading its data from disk") == 1 ? () : nil
            }
            try await eventually("loading is the answer") {
                await client.failure(of: [.of("GET", "key-9-999")])?.code == "LOADING" ? () : nil
            }
            try await server.command("CONFIG", "SET", "key-load-delay", "0")
            try await eventually("served") { try? await client.get("key-9-999") == .text("999") ? () : nil }
            try await eventually("all connections are back") { log.count("redis is back") == 1 ? () : nil }
        }
    }

    @Test("a server that was killed and comes back is used again, and the outage is logged once")
    func restart() async throws {
        let server = try await RedisServer.start(.appendOnly)
        let log = LogLines()
        try await withClient(server.url, .killed, scripts: [counter], log: log) { client in
            // Any of the event loops may be the one that is asked.
            for _ in 1...10 {
                try await eventually("connected") { try? await client.send([RedisCommand("PING")]) }
            }
            for round in 1...3 {
                #expect(try await client.run(counter, keys: [[65]], arguments: [[49]]) == .integer(round))
                try await server.kill()
                try await eventually("unavailable") {
                    await client.failure(of: [RedisCommand("PING")])?.isUnavailable == true ? () : nil
                }
                try await server.restart()
                try await eventually("served") { try? await client.send([RedisCommand("PING")]) }
                try await eventually("all connections are back") {
                    log.count("redis is back") == round ? () : nil
                }
            }
        }
        #expect(log.count("reason=connection refused") <= 3)
        #expect(log.count("reason=the server closed the connection") <= 3)
    }

    @Test("a server that is frozen costs each request the command timeout at most, and serves when it thaws")
    func frozen() async throws {
        let server = try await RedisServer.start()
        try await withClient(server.url, .silenced) { client in
            try await eventually("connected") { try? await client.set("a", "b") }
            server.pause()
            #expect(await client.failure(of: [.of("GET", "a")])?.isUnavailable == true)
            server.resume()
            try await eventually("served") { try? await client.get("a") == .text("b") ? () : nil }
        }
    }

    @Test("acknowledged writes are there after each SIGKILL, and none is done twice")
    func acknowledged() async throws {
        let server = try await RedisServer.start(.appendOnly)
        try await withClient(server.url, .impatient, scripts: [counter]) { client in
            let isOver = Box(false)
            let counts = try await withThrowingTaskGroup(of: (acknowledged: Int, unknown: Int).self) {
                group in
                for worker in 0..<8 {
                    group.addTask {
                        var counts = (acknowledged: 0, unknown: 0)
                        while !isOver.value {
                            do {
                                _ = try await client.run(
                                    self.counter, keys: [Array("worker-\(worker)".utf8)], arguments: [[49]])
                                counts.acknowledged += 1
                            } catch {
                                counts.unknown += 1
                                try await Task.sleep(for: .milliseconds(5))
                            }
                        }
                        let stored = try await eventually("served") {
                            try? await client.get("worker-\(worker)")
                        }
                        guard case .bytes(let digits) = stored,
                            let total = Int(String(decoding: digits, as: UTF8.self))
                        else {
                            return (1, -1)
                        }
                        #expect(total >= counts.acknowledged && total <= counts.acknowledged + counts.unknown)
                        return counts
                    }
                }
                for _ in 0..<3 {
                    try await Task.sleep(for: .milliseconds(100))
                    try await server.kill()
                    try await server.restart()
                }
                isOver.change { $0 = true }
                return try await group.reduce((0, 0)) { ($0.0 + $1.acknowledged, $0.1 + $1.unknown) }
            }
            #expect(counts.0 > 0)
        }
    }

    @Test("a write waits for its replica; without one it fails or is told of in the log, as was asked")
    func waiting() async throws {
        let server = try await RedisServer.start()
        let replica = try await server.startReplica()
        let log = LogLines()
        try await withClient(server.url, scripts: [counter], log: log) { client in
            let wait = ReplicaWait(replicas: 1, timeout: .milliseconds(2000))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        _ = try await client.run(counter, keys: [[65]], arguments: [[49]], waitingFor: wait)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await replica.command("GET", "A") == "50")

            replica.pause()
            let short = ReplicaWait(replicas: 1, timeout: .milliseconds(50))
            await #expect(throws: RedisFailure.self) {
                try await client.run(counter, keys: [[65]], arguments: [[49]], waitingFor: short)
            }
            let logged = ReplicaWait(replicas: 1, timeout: .milliseconds(50), shortfall: .isLogged)
            #expect(
                try await client.run(counter, keys: [[65]], arguments: [[49]], waitingFor: logged)
                    == .integer(52))
            replica.resume()
        }
        #expect(log.count("warning redis replicas did not confirm a write in time confirmed=0") == 1)
    }

    @Test("a write that waits for replicas holds up nobody else")
    func waitingAside() async throws {
        let server = try await RedisServer.start()
        try await withClient(server.url, scripts: [counter]) { client in
            let started = Box(false)
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask(executorPreference: LoopExecutor(loop)) {
                    started.change { $0 = true }
                    _ = try? await client.run(
                        self.counter, keys: [[65]], arguments: [[49]],
                        waitingFor: ReplicaWait(replicas: 1, timeout: .seconds(1)))
                    started.change { $0 = false }
                }
                group.addTask(executorPreference: LoopExecutor(loop)) {
                    try await eventually("the write is on the server") {
                        try await client.get("A") == .text("1") ? () : nil
                    }
                    #expect(started.value)
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("all keys can be found server by server")
    func servers() async throws {
        let server = try await RedisServer.start()
        try await withClient(server.url) { client in
            try await client.set("a", "b")
            let servers = try await client.servers()
            #expect(servers == [.tcp(host: "127.0.0.1", port: server.port)])
            #expect(try await client.send([RedisCommand("DBSIZE")], to: servers[0]) == [.integer(1)])
            await #expect(throws: RedisFailure.self) {
                try await client.send([RedisCommand("DBSIZE")], to: .tcp(host: "elsewhere", port: 1))
            }
        }
    }
}
