import Endpoint
import HTTPServer
import Logging
import NIOCore
import Support
import Testing

@Suite("access log", .timeLimit(.minutes(10)))
struct AccessLogTests {
    private func lines(_ requests: [String], _ table: TestTable = .common()) throws -> [String] {
        let lines = LogLines()
        let peer = try EmbeddedPeer(table, logger: lines.logger())
        for request in requests { try peer.send(request) }
        return lines.all
    }

    @Test("a request is one line with its id, method, path, route, status and time, never its query")
    func line() throws {
        let lines = try lines([
            "GET /prepared?code=secret HTTP/1.1\r\nHost: a\r\nAuthorization: secret\r\n\r\n"
        ])
        #expect(
            lines == [
                "debug request duration_us=0 method=GET path=/prepared peer=127.0.0.1 request=00000000010000000001"
                    + " route=prepared status=200"
            ])
    }

    @Test("the id in the log is the one of the answer")
    func id() throws {
        let lines = LogLines()
        let peer = try EmbeddedPeer(logger: lines.logger())
        try peer.send("NONSENSE\r\n\r\n")
        let answer = try peer.received()
        let line = try #require(lines.all.first)
        let id = try #require(line.split(separator: " ").first { $0.hasPrefix("request=") }?.dropFirst(8))
        #expect(answer.contains("\r\nX-Request-Id: \(id)\r\n"))
    }

    @Test(
        "refusals are told at info, an unreachable store as a warning, a failure as an error",
        arguments: [
            (200, "debug"), (302, "debug"), (404, "info"), (429, "info"), (500, "error"), (503, "warning"),
        ])
    func level(status: Int, level: String) throws {
        var table = TestTable()
        table.answer("/x", .text("", status: status))
        let lines = try lines(["GET /x HTTP/1.1\r\nHost: a\r\n\r\n"], table)
        #expect(lines.map { $0.split(separator: " ").first.map(String.init) } == [level])
    }

    @Test("a success that is a refusal says why")
    func cause() throws {
        var table = TestTable()
        table.answer("/x", EndpointResponse(status: 302, cause: "scope not registered"))
        let lines = try lines(["GET /x HTTP/1.1\r\nHost: a\r\n\r\n"], table)
        #expect(
            lines.count == 1 && lines[0].hasPrefix("info ") && lines[0].contains("cause=scope not registered")
        )
    }

    /// A server that writes what it does by default, and one that writes everything.
    private func peers(_ table: TestTable) throws -> (few: LogLines, all: LogLines, peers: [EmbeddedPeer]) {
        let few = LogLines()
        let all = LogLines()
        return (
            few, all,
            try [EmbeddedPeer(table, logger: few.logger(.info)), EmbeddedPeer(table, logger: all.logger())]
        )
    }

    @Test(
        "while a store is away, the first request that suffers is told of, and every ten seconds how many have since"
    )
    func outage() throws {
        var table = TestTable()
        table.answer("/a", EndpointResponse(status: 503, cause: "store unavailable"))
        table.answer("/b", EndpointResponse(status: 503, cause: "handler timeout"))
        let (few, all, peers) = try peers(table)
        func send(_ path: String, _ count: Int) throws {
            for peer in peers {
                for _ in 1...count { try peer.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n") }
            }
        }
        try send("/a", 100)
        try send("/b", 1)
        #expect(few.all.count == 2)
        for peer in peers { peer.advance(.seconds(9)) }
        try send("/a", 1)
        #expect(few.all.count == 2)
        for peer in peers { peer.advance(.seconds(1)) }
        #expect(
            few.all.dropFirst(2) == [
                "warning requests like one before cause=store unavailable route=a status=503 unlogged=100"
            ])
        try send("/a", 3)
        #expect(few.all.count == 4)
        #expect(all.all.count == 105 && !all.all.contains { $0.contains("unlogged") })
    }

    @Test("of refusals that are alike the first has a line, the others are counted, and none is lost")
    func refusals() throws {
        var table = TestTable()
        table.answer("/x", EndpointResponse(status: 400, cause: "invalid_grant: code: unknown or expired"))
        table.answer("/y", EndpointResponse(status: 400, cause: "invalid_scope: scope wide"))
        table.answer("/z", EndpointResponse(status: 200, cause: "nothing revoked"))
        let (few, all, peers) = try peers(table)
        for peer in peers {
            for path in ["/x", "/y", "/x", "/z", "/x", "/z", "/nowhere", "/elsewhere"] {
                try peer.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            }
        }
        #expect(
            few.all.map { $0.split(separator: " ").first { $0.hasPrefix("path=") } } == [
                "path=/x", "path=/y", "path=/z", "path=/nowhere",
            ])
        for peer in peers { peer.advance(.seconds(10)) }
        let told = few.all.dropFirst(4)
        #expect(
            told.allSatisfy {
                $0.hasPrefix("info requests like one before ") && $0.contains("peer=127.0.0.1")
            })
        #expect(told.compactMap { $0.split(separator: "=").last }.sorted() == ["1", "1", "2"])
        for peer in peers { peer.advance(.seconds(100)) }
        #expect(few.all.count == 7, "once")
        #expect(all.all.count == 8, "at debug each has its line")
    }

    @Test("what a server has counted when it stops is told at the end")
    func counted() async throws {
        let lines = LogLines()
        let server = try await HTTPServer.start(
            .forTests(), table: TestTable.common(), logger: lines.logger(.info))
        let client = try await RawClient.connect(server.port)
        for _ in 0..<5 {
            try await client.send("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.answer()
        }
        await server.shutdown()
        // On a machine that is busy for ten seconds some are told of before.
        let told = lines.all.map { line in
            line.firstRange(of: "unlogged=").flatMap { Int(line[$0.upperBound...]) } ?? 1
        }
        #expect(told.count > 1 && told.reduce(0, +) == 5, "\(lines.all)")
    }

    @Test("what a peer sends can't forge a field or a line, nor fill the log")
    func forgery() throws {
        var table = TestTable()
        table.answer("/x", EndpointResponse(status: 400, cause: "bad\nerror forged \"line\"\u{1b}[31m"))
        let long = String(repeating: "a", count: 5_000)
        let lines = try lines(
            [
                "GET /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a%0aerror%20forged\"x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n",
            ], table)
        #expect(lines.count == 3)
        #expect(lines[0].contains("cause=bad%0Aerror forged %22line%22%1B[31m "))
        #expect(lines[1].contains("path=/a%0aerror%20forged%22x "))
        #expect(
            lines.allSatisfy { line in
                line.utf8.count < 600 && line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
            })
    }

    @Test("a peer that leaves before its answer is told of, too")
    func left() async throws {
        let gate = Gate()
        let entered = Gate()
        var table = TestTable()
        table.endpoint("/slow") { _ in
            entered.open()
            await gate.pass()
            return .text("late")
        }
        let lines = LogLines()
        let server = try await HTTPServer.start(
            .forTests { $0.shutdownTimeout = .milliseconds(1) }, table: table, logger: lines.logger())
        let client = try await RawClient.connect(server.port)
        try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        await entered.pass()
        async let end: Void = server.shutdown()
        _ = await client.rest()
        gate.open()
        await end
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.contains("status=499") == true)
    }
}
