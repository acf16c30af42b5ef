import Endpoint
import HTTPServer
import Logging
import NIOCore
import Support
import Synchronization
import Testing
import Web

/// A table that answers everything with its name.
private func named(_ name: String) -> TestTable {
    var table = TestTable()
    table.endpoint("/") { request in .text("\(name) \(String(decoding: request.body, as: UTF8.self))") }
    table.answer("/prepared", .text("\(name) prepared"))
    return table
}

private let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

@Suite("another table while connections are open")
struct AdoptedTableTests {
    @Test("a request that has begun is of the table it began with, the next one of its connection of the new")
    func inFlight() throws {
        let gate = Gate()
        var table = named("old")
        table.endpoint("/slow", headers: HeaderBlock(["X-Route": "old"])) { _ in
            await gate.pass()
            return .text("old slow")
        }
        let peer = try EmbeddedPeer(table)
        try peer.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        var new = named("new")
        new.answer("/slow", .text("new slow"))
        peer.adopt(new)
        #expect(try peer.received() == "")
        gate.open()
        peer.advance(.seconds(0))
        let answer = try peer.received()
        #expect(answer.contains("\r\nX-Route: old\r\n") && answer.hasSuffix("\r\n\r\nold slow"))
        #expect(!answer.contains("Connection: close"))
        try peer.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try peer.received().hasSuffix("\r\n\r\nnew slow"))
    }

    @Test("one whose body is still coming goes to the handler, within the limits, that its head was given")
    func body() throws {
        var old = TestTable()
        old.endpoint("/echo", bodyLimit: 1_024) { .text("old \($0.body.count)") }
        var new = TestTable()
        new.endpoint("/echo", bodyLimit: 3) { .text("new \($0.body.count)") }
        let peer = try EmbeddedPeer(old)
        let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n"
        try peer.send(head + "12345")
        peer.adopt(new)
        try peer.send("67890")
        #expect(try peer.received().hasSuffix("\r\n\r\nold 10"))
        try peer.send(head)
        #expect(try peer.received().hasPrefix("HTTP/1.1 413 "))
    }

    @Test("a request that was sent ahead has not begun: it is of the new table")
    func sentAhead() throws {
        let gate = Gate()
        var table = named("old")
        table.endpoint("/slow") { _ in
            await gate.pass()
            return .text("old slow")
        }
        let peer = try EmbeddedPeer(table)
        try peer.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.adopt(named("new"))
        gate.open()
        peer.advance(.seconds(0))
        let answers = try peer.received()
        #expect(answers.contains("\r\n\r\nold slow") && answers.hasSuffix("\r\n\r\nnew prepared"))
    }

    @Test("a stream goes on")
    func stream() throws {
        let gate = Gate()
        var table = TestTable()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { writer in
                try await writer.write(Array("first".utf8))
                await gate.pass()
                try await writer.write(Array("last".utf8))
            }
        }
        let peer = try EmbeddedPeer(table)
        try peer.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.adopt(named("new"))
        gate.open()
        peer.advance(.seconds(0))
        #expect(try peer.received().hasSuffix("5\r\nfirst\r\n4\r\nlast\r\n0\r\n\r\n"))
        try peer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try peer.received().hasSuffix("\r\n\r\nnew prepared"))
    }

    @Test("nothing of a table is kept once its last request has ended")
    func released() throws {
        final class Part: Sendable {}
        let gate = Gate()
        func serving() throws -> (EmbeddedPeer, part: () -> Part?) {
            let part = Part()
            var table = TestTable()
            table.endpoint("/slow") { _ in
                await gate.pass()
                return withExtendedLifetime(part) { .text("slow") }
            }
            return (try EmbeddedPeer(table), { [weak part] in part })
        }
        let (peer, part) = try serving()
        try peer.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.adopt()
        #expect(part() != nil)
        gate.open()
        peer.advance(.seconds(0))
        #expect(try peer.received().hasSuffix("slow") && part() == nil)
    }

    @Test("what is logged, and who is told of refusals, is said anew with each table")
    func log() throws {
        let (few, all) = (LogLines(), LogLines())
        let refusals = Mutex<[String]>([])
        let peer = try EmbeddedPeer(logger: few.logger(.info))
        try peer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(few.all.isEmpty)
        peer.adopt(logger: all.logger(.debug))
        try peer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(all.all.count == 1)
        peer.adopt(logger: few.logger(.info)) { configuration in
            configuration.refused = { _, head, _, _ in refusals.withLock { $0.append(head?.path ?? "") } }
        }
        try peer.send("POST /cors HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
        #expect(few.all.isEmpty && all.all.count == 1)
        #expect(refusals.withLock { $0 } == ["/cors"])
    }
}

@Suite("other limits while connections are open")
struct AdoptedLimitsTests {
    @Test("who is idle is idle for as long as is said now", arguments: [20, 40, 100])
    func idle(seconds: Int64) throws {
        let peer = try EmbeddedPeer()
        peer.advance(.seconds(10))
        peer.adopt { $0.idleTimeout = .seconds(seconds) }
        peer.advance(.seconds(seconds - 11))
        #expect(peer.isOpen)
        peer.advance(.seconds(1))
        #expect(try !peer.isOpen && peer.received() == "")
    }

    @Test("who has been idle for longer goes at once")
    func idleForLonger() throws {
        let peer = try EmbeddedPeer()
        peer.advance(.seconds(10))
        peer.adopt { $0.idleTimeout = .seconds(5) }
        peer.advance(.seconds(0))
        #expect(!peer.isOpen)
    }

    /// After how many seconds it is told that it was too slow.
    private func end(of peer: EmbeddedPeer) throws -> Int? {
        try (1...200).first { _ in
            peer.advance(.seconds(1))
            return try peer.received().hasPrefix("HTTP/1.1 408 ")
        }
    }

    @Test("a header section that has begun has the time it began with, the next one that of now")
    func head() throws {
        let peer = try EmbeddedPeer()
        try peer.send("GET /prepared HTTP/1.1\r\n")
        peer.adopt { $0.headTimeout = .seconds(2) }
        peer.adopt { $0.headTimeout = .seconds(3) }
        peer.advance(.seconds(9))
        try peer.send("Host: a\r\n\r\n")
        #expect(try peer.received().hasPrefix("HTTP/1.1 200 "))
        try peer.send("GET /prepared HTTP/1.1\r\n")
        #expect(try end(of: peer) == 3)
    }

    @Test("a body that has begun has the time it began with, the next one that of now")
    func body() throws {
        let peer = try EmbeddedPeer()
        let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n"
        try peer.send(head + "x")
        peer.adopt { $0.bodyTimeout = .seconds(2) }
        peer.adopt { $0.bodyTimeout = .seconds(3) }
        peer.advance(.seconds(9))
        #expect(try peer.received() == "")
        try peer.send("y")
        #expect(try peer.received().hasPrefix("HTTP/1.1 200 "))
        try peer.send(head + "x")
        #expect(try end(of: peer) == 3)
    }

    @Test("a peer that takes nothing of an answer has the time that the answer began with")
    func write() throws {
        let gate = Gate()
        var table = TestTable()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { writer in
                await gate.pass()
                while true { try await writer.write([1]) }
            }
        }
        let peer = try EmbeddedPeer(table)
        try peer.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.setWritable(false)
        gate.open()
        peer.advance(.seconds(1))
        peer.adopt { $0.writeTimeout = .seconds(2) }
        peer.advance(.seconds(28))
        #expect(peer.isOpen)
        peer.advance(.seconds(1))
        #expect(!peer.isOpen)
    }

    @Test("a header section may be as large as is said now, on a connection that was there before")
    func headLimit() throws {
        let large = "GET /prepared HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n"
        let peer = try EmbeddedPeer()
        try peer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try peer.received().hasPrefix("HTTP/1.1 200 "))
        peer.adopt { $0.headLimit = 64 * 1_024 }
        try peer.send(large)
        #expect(try peer.received().hasPrefix("HTTP/1.1 200 "))
        let other = try EmbeddedPeer(on: peer.loop)
        peer.adopt { $0.headLimit = 8 * 1_024 }
        try? other.send(large)
        #expect(try other.received().hasPrefix("HTTP/1.1 431 "))
    }

    @Test("where the general decoder reads, the next answer is the last: its limit is its own for good")
    func generalDecoder() throws {
        let peers = try (1...3).map { _ in
            let peer = try EmbeddedPeer()
            try peer.send("GET /prepared HTTP/1.1\r\n")
            try peer.send("Host: a\r\n\r\n")
            #expect(try !peer.received().contains("\r\nConnection: close\r\n"))
            return peer
        }
        let head = "GET /prepared HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 8_000))\r\n\r\n"
        for peer in peers.prefix(2) { peer.adopt { $0.headLimit = 4_096 } }
        try peers[0].send(head)
        let refused = try peers[0].received()
        #expect(refused.hasPrefix("HTTP/1.1 431 "))
        try peers[1].send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        let last = try peers[1].received()
        #expect(last.hasPrefix("HTTP/1.1 200 ") && last.contains("\r\nConnection: close\r\n"))
        peers[2].adopt { $0.headTimeout = .seconds(9) }
        try peers[2].send(head)
        let other = try peers[2].received()
        #expect(other.hasPrefix("HTTP/1.1 200 ") && !other.contains("\r\nConnection: close\r\n"))
    }

    @Test("what was taken of the memory counts on, and there is as much of it as is said now")
    func memory() throws {
        var table = TestTable()
        table.endpoint("/large", bodyLimit: 1 << 20) { .text("\($0.body.count)") }
        let first = try EmbeddedPeer(table)
        func send(_ count: Int, from address: String) throws -> String {
            let peer = try EmbeddedPeer(on: first.loop, from: address)
            try peer.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
            try? peer.send(String(repeating: "x", count: count))
            return try peer.received()
        }
        #expect(try send(50_000, from: "192.0.2.1") == "")
        first.adopt(table) { $0.memoryLimit = 60_000 }
        #expect(try send(9_000, from: "192.0.2.2") == "")
        #expect(try send(9_000, from: "192.0.2.3").hasPrefix("HTTP/1.1 503 "))
        #expect(try send(5_000, from: "192.0.2.1").hasPrefix("HTTP/1.1 503 "))
        first.adopt(table) { $0.memoryLimit = 100_000 }
        #expect(try send(9_000, from: "192.0.2.3") == "")
        #expect(try send(5_000, from: "192.0.2.1").hasPrefix("HTTP/1.1 429 "))
    }

    @Test(
        "a proxy is believed from the next request on, on a connection that was there before, and no longer than it is trusted"
    )
    func proxies() throws {
        var table = TestTable()
        table.endpoint("/peer", bodyLimit: 10) { .text($0.head.peer.address) }
        let peer = try EmbeddedPeer(table)
        let head =
            "POST /peer HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.7\r\nContent-Length: 1\r\n\r\n"
        let proxies = TrustedProxies([try IPNetwork("127.0.0.1")])
        try peer.send(head)
        peer.adopt(table) { $0.trustedProxies = proxies }
        try peer.send("x")
        #expect(try peer.received().hasSuffix("\r\n\r\n127.0.0.1"), "it had begun before")
        try peer.send(head)
        peer.adopt(table)
        try peer.send("x")
        #expect(try peer.received().hasSuffix("\r\n\r\n203.0.113.7"), "it had begun before")
        try peer.send(head + "x")
        #expect(try peer.received().hasSuffix("\r\n\r\n127.0.0.1"))
    }
}

/// Of 640 connections a peer has 64.
@Suite("other numbers of connections while there are some")
struct AdoptedConnectionsTests {
    private func loop(_ maximum: Int = 640) throws -> EmbeddedPeer {
        var configuration = HTTPServer.Configuration(port: 0)
        configuration.maximumConnections = maximum
        configuration.idleTimeout = .seconds(86_400)
        return try EmbeddedPeer(configuration: configuration)
    }

    private func adopt(_ maximum: Int, on peer: EmbeddedPeer, proxies: [String] = []) throws {
        let proxies = TrustedProxies(try proxies.map { try IPNetwork($0) })
        peer.adopt { configuration in
            configuration.maximumConnections = maximum
            configuration.idleTimeout = .seconds(86_400)
            configuration.trustedProxies = proxies
        }
    }

    private func status(of peer: EmbeddedPeer) throws -> Int? {
        try? peer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        return try peer.received().split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    @Test(
        "where there are more than there may be, those go that have been idle for longest, and none that is busy"
    )
    func fewer() throws {
        let first = try loop()
        let busy = try EmbeddedPeer(on: first.loop, from: "192.0.2.200")
        try busy.send("GET /prepared HTTP/1.1\r\n")
        let idle = try (1...8).map { number in
            first.advance(.milliseconds(500))
            return try EmbeddedPeer(on: first.loop, from: "192.0.2.\(number)")
        }
        first.advance(.seconds(2))
        try adopt(4, on: first)
        #expect(!first.isOpen && busy.isOpen)
        #expect(idle.map(\.isOpen) == Array(repeating: false, count: 5) + [true, true, true])
        #expect(try idle.allSatisfy { try $0.isOpen || $0.received() == "" })
        #expect(try status(of: try EmbeddedPeer(on: first.loop, from: "192.0.2.9")) == 200)
        #expect(idle.count { $0.isOpen } == 2, "a newcomer takes the place of an idle one, as ever")
        try busy.send("Host: a\r\n\r\n")
        #expect(try busy.received().hasPrefix("HTTP/1.1 200 "))
    }

    @Test("those that are busy, or have only just come, go when they have become idle")
    func later() throws {
        let first = try loop()
        first.close()
        let busy = try (1...4).map { number in
            let peer = try EmbeddedPeer(on: first.loop, from: "192.0.2.\(number)")
            try peer.send("GET /prepared HTTP/1.1\r\n")
            return peer
        }
        let young = try EmbeddedPeer(on: first.loop, from: "192.0.2.5")
        try adopt(2, on: first)
        #expect(young.isOpen && busy.allSatisfy { $0.isOpen })
        first.advance(.seconds(1))
        #expect(!young.isOpen && busy.allSatisfy { $0.isOpen })
        for peer in busy {
            try peer.send("Host: a\r\n\r\n")
            #expect(try peer.received().hasPrefix("HTTP/1.1 200 "))
        }
        first.advance(.seconds(3))
        #expect(busy.count { $0.isOpen } == 2)
    }

    @Test("where there may be more, newcomers find a place at once")
    func more() throws {
        let first = try loop(1)
        #expect(try status(of: try EmbeddedPeer(on: first.loop, from: "192.0.2.2")) == 503)
        try adopt(100, on: first)
        #expect(try status(of: try EmbeddedPeer(on: first.loop, from: "192.0.2.2")) == 200)
    }

    @Test(
        "who becomes a proxy has no share any more, and who is none any more has one, with all that is open")
    func shares() throws {
        let first = try loop()
        func busy(_ count: Int) throws -> [EmbeddedPeer] {
            try (0..<count).map { _ in
                let peer = try EmbeddedPeer(on: first.loop, from: "192.0.2.1")
                try? peer.send("GET ")
                return peer
            }
        }
        var open = try busy(64)
        #expect(try status(of: try EmbeddedPeer(on: first.loop, from: "192.0.2.1")) == 429)
        try adopt(640, on: first, proxies: ["192.0.2.0/24"])
        open += try busy(10)
        #expect(open.allSatisfy { $0.isOpen })
        try adopt(640, on: first)
        #expect(open.allSatisfy { $0.isOpen })
        for peer in open.prefix(10) { peer.close() }
        #expect(try status(of: try EmbeddedPeer(on: first.loop, from: "192.0.2.1")) == 429)
        open[10].close()
        #expect(try status(of: try EmbeddedPeer(on: first.loop, from: "192.0.2.1")) == 200)
    }
}

@Suite("another table for a server on several event loops", .timeLimit(.minutes(10)))
struct AdoptingServerTests {
    private func clients(_ server: HTTPServer) async throws -> [RawClient] {
        var clients: [RawClient] = []
        for _ in 0..<16 { clients.append(try await RawClient.connect(server.port)) }
        return clients
    }

    private func answers(_ clients: [RawClient]) async throws -> [String] {
        var answers: [String] = []
        for client in clients {
            try await client.send(get)
            answers.append(try await client.answer().body)
        }
        return answers
    }

    @Test("when it has been adopted each connection has it, and none has been closed")
    func everyLoop() async throws {
        let configuration = HTTPServer.Configuration.forTests { $0.loops = 4 }
        try await withServer(named("0"), configuration: configuration) { server in
            let clients = try await clients(server)
            for number in 0...20 {
                let expected = Array(repeating: "\(number) ", count: clients.count)
                #expect(try await answers(clients) == expected)
                await server.adopt(named("\(number + 1)"), configuration, logger: .silent)
            }
        }
    }

    @Test("of two that come at once, the same one is last on each loop")
    func atOnce() async throws {
        let configuration = HTTPServer.Configuration.forTests { $0.loops = 4 }
        try await withServer(named("first"), configuration: configuration) { server in
            let clients = try await clients(server)
            for _ in 0..<50 {
                await withTaskGroup(of: Void.self) { group in
                    for name in ["left", "right"] {
                        group.addTask { await server.adopt(named(name), configuration, logger: .silent) }
                    }
                }
                let answers = Set(try await answers(clients))
                #expect(answers == ["left "] || answers == ["right "])
            }
        }
    }

    @Test("the time that requests have at the end is the one that was said last")
    func shutdownTimeout() async throws {
        let entered = Gate()
        let cancelled = Gate()
        var table = TestTable()
        table.endpoint("/slow") { _ in
            await withTaskCancellationHandler {
                entered.open()
                await cancelled.pass()
            } onCancel: {
                cancelled.open()
            }
            return .text("never seen")
        }
        let server = try await HTTPServer.start(.forTests(), table: table, logger: .silent)
        await server.adopt(
            table, .forTests { $0.shutdownTimeout = .milliseconds(50) }, logger: .silent)
        let client = try await RawClient.connect(server.port)
        try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.pass()
        await server.shutdown()
        #expect(await client.rest() == "")
    }

    @Test("a server that has ended takes none, and nobody waits for it")
    func ended() async throws {
        let server = try await HTTPServer.start(.forTests(), table: named("old"), logger: .silent)
        await server.shutdown()
        await server.adopt(named("new"), .forTests(), logger: .silent)
    }

    @Test("that there are fewer files than connections is said once for a number of connections")
    func files() async throws {
        let lines = LogLines()
        let many = HTTPServer.Configuration.forTests { $0.maximumConnections = 1 << 40 }
        try await withServer(logger: lines.logger(.warning), configuration: many) { server in
            #expect(lines.all.count == 1)
            for _ in 1...3 { await server.adopt(named("new"), many, logger: lines.logger(.warning)) }
            #expect(lines.all.count == 1)
            await server.adopt(named("new"), .forTests(), logger: lines.logger(.warning))
            await server.adopt(named("new"), many, logger: lines.logger(.warning))
            #expect(lines.all.count == 2)
        }
    }
}
