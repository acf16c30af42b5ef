import Logging
import NIOCore
import NIOPosix
import RedisURL
import Support
import Testing

@testable import RedisClient

/// The client against a server that does as the test says.
@Suite("client")
struct ClientTests {
    @Test("a task on an event loop is served over that loop's connection and resumes on it")
    func noHop() async throws {
        let server = try await FakeServer.start()
        try await withClient(server.url) { client in
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
                let stayed = await withTaskGroup(of: Bool.self) { group in
                    group.addTask(executorPreference: LoopExecutor(loop)) {
                        _ = try? await client.send([RedisCommand("PING")])
                        return loop.inEventLoop
                    }
                    return await group.next() ?? false
                }
                #expect(stayed)
            }
        }
    }

    @Test("a loop has one connection, however many tasks use it")
    func connections() async throws {
        let server = try await FakeServer.start()
        try await withClient(server.url) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 { group.addTask { _ = try await client.send([RedisCommand("PING")]) } }
                try await group.waitForAll()
            }
        }
        #expect(server.connections == MultiThreadedEventLoopGroup.singleton.makeIterator().map { $0 }.count)
    }

    @Test("nothing to send is nothing to wait for")
    func nothing() async throws {
        try await withClient("redis://127.0.0.1:1", .impatient) { client async throws in
            #expect(try await client.send([]) == [])
        }
    }

    @Test("an error among the replies is thrown; within a list it is part of the answer")
    func errors() async throws {
        let server = try await FakeServer.start { words in
            switch words.first {
            case "BAD": .raw("-WRONGTYPE Operation against a key\r\n")
            case "NESTED": .raw("*1\r\n-ERR inside\r\n")
            default: .usual
            }
        }
        try await withClient(server.url) { client async throws in
            #expect(
                await client.failure(of: [RedisCommand("PING"), RedisCommand("BAD")])
                    == .refused(code: "WRONGTYPE", message: "Operation against a key"))
            #expect(
                try await client.send([RedisCommand("NESTED")]) == [
                    .list([.error(code: "ERR", message: "inside")])
                ])
        }
    }

    @Test("a server that doesn't answer in time: unavailable, and the next request has a new connection")
    func silence() async throws {
        let server = try await FakeServer.start { $0.first == "HANG" ? .silence : .usual }
        try await withClient(server.url, .silenced) { client in
            try await eventually("connected") { server.commands.count { $0.first == "PING" } >= 2 ? () : nil }
            let failure = await client.failure(of: [RedisCommand("HANG")])
            #expect(
                failure?.reason.contains(
                    "no answer within 300 ms; what was being asked may have been done, or not") == true)
            try await eventually("served again") { try? await client.send([RedisCommand("PING")]) }
        }
    }

    @Test("an answer that comes too late is never taken for that of another command")
    func late() async throws {
        let server = try await FakeServer.start { words in
            switch words.first {
            case "HANG": .silence
            case "GET": .raw("$1\r\n\(words[1])\r\n")
            default: .usual
            }
        }
        try await withClient(server.url, .silenced) { client in
            try await eventually("connected") { server.commands.count { $0.first == "PING" } >= 2 ? () : nil }
            _ = await client.failure(of: [RedisCommand("HANG")])
            server.answerLate("$4\r\nlate\r\n")
            for key in ["a", "b", "c"] {
                let reply = try await eventually("an answer") { try? await client.get(key) }
                #expect(reply == .text(key))
            }
        }
    }

    @Test("a server that takes no connections: unavailable, with the reason, in one log line")
    func refused() async throws {
        let log = LogLines()
        let port = try freePort()
        try await withClient("redis://127.0.0.1:\(port)", .impatient, log: log) { client in
            _ = await client.failure(of: [RedisCommand("PING")])
            try await eventually("an attempt has failed on every loop") {
                let reasons = await [
                    client.failure(of: [RedisCommand("PING")]), client.failure(of: [RedisCommand("PING")]),
                ]
                return reasons.allSatisfy { $0?.reason == "127.0.0.1:\(port): connection refused" } ? () : nil
            }
            for _ in 0..<100 { _ = await client.failure(of: [RedisCommand("PING")]) }
        }
        #expect(
            log.all == ["warning redis is unreachable reason=connection refused server=127.0.0.1:\(port)"])
    }

    @Test("a server that takes connections and says nothing is given up after the connect timeout")
    func mute() async throws {
        let server = try await FakeServer.start { _ in .silence }
        let log = LogLines()
        var options = RedisOptions.impatient
        options.connectTimeout = .milliseconds(100)
        try await withClient(server.url, options, log: log) { client in
            try await eventually("an attempt has failed") { log.count("unreachable") > 0 ? () : nil }
            #expect(await client.failure(of: [RedisCommand("PING")])?.isUnavailable == true)
        }
        #expect(log.all.first?.contains("no connection within 100 ms") == true)
    }

    @Test("a host name without an address is a reason like any other")
    func unknownHost() async throws {
        let log = LogLines()
        try await withClient("redis://no-such-host.invalid", .impatient, log: log) { client in
            #expect(await client.failure(of: [RedisCommand("PING")])?.isUnavailable == true)
        }
    }

    @Test("a server that forgot a script is given it again, without the caller's noticing")
    func forgottenScript() async throws {
        let server = try await FakeServer.start { words in
            switch words.first {
            case "EVALSHA": .raw("-NOSCRIPT No matching script\r\n")
            case "EVAL": .raw("$\(words[1].utf8.count)\r\n\(words[1])\r\n")
            default: .usual
            }
        }
        let script = RedisScript(name: "one", source: "return 1")
        try await withClient(server.url, scripts: [script]) { client async throws in
            #expect(try await client.run(script, keys: [[65]], arguments: [[66]]) == .text("return 1"))
        }
        #expect(server.commands.contains(["SCRIPT", "LOAD", "return 1"]))
        #expect(server.commands.contains(["EVAL", "return 1", "1", "A", "B"]))
    }

    @Test("a script that fails is an error with the server's code")
    func failingScript() async throws {
        let server = try await FakeServer.start { $0.first == "EVAL" ? .raw("-OOM no memory\r\n") : .usual }
        try await withClient(server.url) { client in
            await #expect(throws: RedisFailure.refused(code: "OOM", message: "no memory")) {
                try await client.run(RedisScript(name: "a", source: "b"), keys: [], arguments: [])
            }
        }
    }

    @Test("errors that are the server's state are logged, twice a minute at most")
    func states() async throws {
        let server = try await FakeServer.start {
            $0.first == "SET" ? .raw("-OOM command not allowed\r\n") : .usual
        }
        let log = LogLines()
        try await withClient(server.url, log: log) { client in
            for _ in 0..<20 { _ = await client.failure(of: [.of("SET", "a", "b")]) }
        }
        #expect(
            log.all == [
                "warning redis refuses commands code=OOM reason=redis is out of memory: its maxmemory is reached server=127.0.0.1:\(server.port)"
            ])
    }

    @Test("errors that are the fault of a command are the caller's to tell of")
    func faults() async throws {
        let server = try await FakeServer.start { $0.first == "SET" ? .raw("-WRONGTYPE no\r\n") : .usual }
        let log = LogLines()
        try await withClient(server.url, log: log) { client in
            _ = await client.failure(of: [.of("SET", "a", "b")])
        }
        #expect(log.all.isEmpty)
    }

    @Test("a server that has become a replica is left for whoever the name leads to now, and not in a circle")
    func readOnly() async throws {
        let server = try await FakeServer.start {
            $0.first == "SET" ? .raw("-READONLY You can't write\r\n") : .usual
        }
        try await withClient(server.url) { client in
            for _ in 0..<20 {
                #expect(
                    await client.failure(of: [.of("SET", "a", "b")])
                        == .refused(code: "READONLY", message: "You can't write"))
            }
            _ = try await client.send([RedisCommand("PING")])
        }
        #expect((3...10).contains(server.connections))
    }

    @Test("a password that the server echoes appears neither in an error nor in the log")
    func echo() async throws {
        let server = try await FakeServer.start { words in
            words.first == "AUTH" ? .raw("-WRONGPASS not \(words.joined(separator: " "))\r\n") : .usual
        }
        let log = LogLines()
        try await withClient("redis://app:Zq8xW@127.0.0.1:\(server.port)", .impatient, log: log) { client in
            try await eventually("an attempt has failed") { log.count("unreachable") > 0 ? () : nil }
            let failure = await client.failure(of: [RedisCommand("PING")])
            #expect(failure.map { "\($0)" } == RedisTrouble.password.words)
            #expect(failure.map { String(reflecting: $0) }?.contains("Zq8xW") == false)
        }
        #expect(server.commands.contains(["AUTH", "app", "Zq8xW"]))
        #expect(log.count(RedisTrouble.password.words) == 1)
        #expect(log.count("Zq8xW") == 0)
    }

    @Test("what a server says can't break a log line in two, nor fill it")
    func logInjection() {
        let failure = RedisFailure.refused(
            code: "ERR", message: "a\nb\u{1b}[0m" + String(repeating: "c", count: 1000))
        let text = "\(failure)"
        #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f })
        #expect(text.utf8.count < 300)
    }

    @Test("whatever a server sends, requests get an answer or an error, and the next server is served")
    func hostile() async throws {
        let random = Box(SeededRandom(seed: 7))
        let server = try await FakeServer.start { words in
            guard words.first == "GET" else { return .usual }
            return random.change { random in
                switch Int.random(in: 0..<6, using: &random) {
                case 0: return .close
                case 1: return .bytes((0..<100).map { _ in UInt8.random(in: 0...255, using: &random) })
                case 2: return .raw("*1000000\r\n" + String(repeating: "*1\r\n", count: 20))
                case 3: return .raw("+OK\r\n+OK\r\n")
                case 4: return .raw("$100\r\nshort")
                default: return .raw("*2\r\n:1\r\n$-1\r\n")
                }
            }
        }
        var options = RedisOptions.impatient
        options.commandTimeout = .milliseconds(20)
        options.longestPause = .milliseconds(20)
        try await withClient(server.url, options) { client in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { for _ in 0..<40 { _ = try? await client.get("a") } }
                }
            }
            try await eventually("served") { try? await client.send([RedisCommand("PING")]) }
        }
    }

    @Test("a shut-down client refuses, and shutting it down again is no harm")
    func shutDown() async throws {
        let server = try await FakeServer.start()
        try await withClient(server.url) { client in
            _ = try await client.send([RedisCommand("PING")])
            await client.shutDown()
            #expect(
                await client.failure(of: [RedisCommand("PING")])?.reason.hasSuffix(
                    "the client has been shut down") == true)
            await #expect(throws: RedisFailure.self) {
                try await client.run(
                    RedisScript(name: "a", source: "b"), keys: [], arguments: [],
                    waitingFor: ReplicaWait(replicas: 1, timeout: .seconds(1)))
            }
        }
    }

    @Test("shutting down doesn't wait for a server that doesn't answer for longer than the command timeout")
    func shutDownOfSilence() async throws {
        let server = try await FakeServer.start { $0.first == "HANG" ? .silence : .usual }
        try await withClient(server.url, .silenced) { client in
            try await eventually("connected") { server.commands.count { $0.first == "PING" } >= 2 ? () : nil }
            async let hanging = client.failure(of: [RedisCommand("HANG")])
            try await eventually("on its way") { server.commands.contains(["HANG"]) ? () : nil }
            await client.shutDown()
            #expect(await hanging?.isUnavailable == true)
        }
    }
}
