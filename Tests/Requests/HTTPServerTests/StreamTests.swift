import Endpoint
import HTTPServer
import Logging
import Support
import Synchronization
import Testing

@Suite("streamed answers", .timeLimit(.minutes(10)))
struct StreamTests {
    /// Three pieces, each when its gate opens.
    private func gated(_ gates: [Gate]) -> TestTable {
        var table = TestTable.common()
        table.endpoint("/stream", headers: HeaderBlock(["X-Route": "stream"])) { _ in
            EndpointResponse(status: 200, headers: HeaderBlock(["Content-Type": "text/event-stream"])) {
                writer in
                for (number, gate) in gates.enumerated() {
                    await gate.pass()
                    try await writer.write(Array("piece \(number)\n".utf8))
                }
            }
        }
        return table
    }

    @Test(
        "the head is sent at once, each piece when it is written, and the connection goes on (RFC 9112 §7.1)")
    func pieces() async throws {
        let gates = [Gate(), Gate()]
        try await withServer(gated(gates)) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try await client.received("\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(head.contains("\r\nTransfer-Encoding: chunked\r\n") && !head.contains("Content-Length"))
            #expect(head.contains("\r\nX-Route: stream\r\nContent-Type: text/event-stream\r\n"))
            gates[0].open()
            #expect(try await client.received("\n\r\n") == "8\r\npiece 0\n\r\n")
            gates[1].open()
            #expect(try await client.received("0\r\n\r\n") == "8\r\npiece 1\n\r\n0\r\n\r\n")
            try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().body == "prepared")
        }
    }

    @Test("a client of HTTP/1.0 gets the pieces bare, and their end is the connection's")
    func http10() async throws {
        let gate = Gate()
        gate.open()
        try await withServer(gated([gate, gate])) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer["Transfer-Encoding"] == nil && answer["Connection"] == "close")
            #expect(answer.body == "piece 0\npiece 1\n")
        }
    }

    @Test("a HEAD gets the head of the stream, and the stream does not run")
    func head() async throws {
        let runs = Atomic<Int>(0)
        var table = TestTable.common()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { _ in _ = runs.add(1, ordering: .relaxed) }
        }
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer(toHead: true)["Transfer-Encoding"] == "chunked")
            try await client.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().body == "prepared")
        }
        #expect(runs.load(ordering: .relaxed) == 0)
    }

    @Test("a prepared answer may be a stream, too, and an empty piece does not end it")
    func prepared() async throws {
        var table = TestTable()
        table.answer(
            "/stream",
            EndpointResponse(status: 200) { writer in
                for piece in ["a", "", "b"] { try await writer.write(Array(piece.utf8)) }
            })
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().body == "ab")
        }
    }

    @Test("a stream that fails is cut off, so that nobody takes it for whole")
    func failure() async throws {
        struct Broken: Error {}
        var table = TestTable()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { writer in
                try await writer.write(Array("half".utf8))
                throw Broken()
            }
        }
        let lines = LogLines()
        try await withServer(table, logger: lines.logger(.info)) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            let everything = await client.rest()
            #expect(everything.hasSuffix("4\r\nhalf\r\n"))
            #expect(!everything.contains("Broken"))
        }
        #expect(lines.all.count == 1)
    }

    @Test("when the peer goes away the stream is cancelled")
    func disconnect() async throws {
        let ended = Gate()
        var table = TestTable()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { writer in
                try await writer.write(Array("here".utf8))
                let never = Gate()
                await withTaskCancellationHandler {
                    await never.pass()
                } onCancel: {
                    never.open()
                    ended.open()
                }
                try await writer.write(Array("nobody".utf8))
            }
        }
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.received("here\r\n")
            await client.close()
            await ended.pass()
        }
    }

    @Test("a writer that runs ahead of its peer waits for it, and all arrives whole")
    func backPressure() async throws {
        let piece = Array(repeating: UInt8(ascii: "x"), count: 100_000)
        let count = 50
        var table = TestTable()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { writer in
                for _ in 1...count { try await writer.write(piece) }
            }
        }
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /stream HTTP/1.0\r\n\r\n")
            _ = try await client.received("\r\n\r\n")
            #expect(await client.rest().utf8.count == piece.count * count)
        }
    }

    @Test("pieces may be written from tasks on other threads")
    func otherThreads() async throws {
        var table = TestTable()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { writer in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 1...10 {
                        group.addTask { @concurrent in try await writer.write([UInt8(ascii: "x")]) }
                    }
                    try await group.waitForAll()
                }
            }
        }
        try await withServer(table) { server in
            let client = try await RawClient.connect(server.port)
            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().body == "xxxxxxxxxx")
        }
    }
}
