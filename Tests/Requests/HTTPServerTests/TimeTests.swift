import Endpoint
import HTTPServer
import NIOCore
import NIOEmbedded
import Support
import Synchronization
import Testing

/// Rules about time, on a channel whose clock stands still until the test moves it.
@Suite("time limits")
struct TimeTests {
    @Test("a connection on which nothing happens is closed without a word")
    func idle() throws {
        let peer = try EmbeddedPeer()
        peer.advance(.seconds(59))
        #expect(peer.isOpen)
        peer.advance(.seconds(1))
        #expect(!peer.isOpen)
        #expect(try peer.received() == "")
    }

    @Test("every request starts the idle time anew")
    func idleAfterRequest() throws {
        let peer = try EmbeddedPeer()
        for _ in 1...3 {
            peer.advance(.seconds(59))
            try peer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try peer.received().hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
        peer.advance(.seconds(59))
        #expect(peer.isOpen)
        peer.advance(.seconds(1))
        #expect(!peer.isOpen)
    }

    @Test("a header section that drips in is answered 408, however steadily it drips")
    func slowHead() throws {
        let peer = try EmbeddedPeer()
        peer.advance(.seconds(30))
        try peer.send("GET /prepared HTTP/1.1\r\n")
        for _ in 1...9 {
            peer.advance(.seconds(1))
            try peer.send("X: y\r\n")
        }
        #expect(try peer.received() == "")
        peer.advance(.seconds(1))
        let answer = try peer.received()
        #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(answer.contains("\r\nConnection: close\r\n"))
        #expect(!peer.isOpen)
    }

    @Test("a body that drips in is answered 408 with the fields of the route")
    func slowBody() throws {
        let peer = try EmbeddedPeer()
        try peer.send("POST /cors HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
        for _ in 1...3 {
            peer.advance(.seconds(3))
            try peer.send("x")
        }
        #expect(try peer.received() == "")
        peer.advance(.seconds(2))
        let answer = try peer.received()
        #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(answer.contains("\r\nAccess-Control-Allow-Origin: *\r\n"))
        #expect(!peer.isOpen)
    }

    @Test(
        "a body that comes with a kilobyte a second has all the time there is for a body, and one that stops then has not"
    )
    func steadyBody() throws {
        var table = TestTable()
        table.endpoint("/large", bodyLimit: 1 << 20) { _ in .text("large") }
        for stop in [30, 15] {
            let peer = try EmbeddedPeer(table)
            try peer.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
            var ended: Int?
            for second in 1...30 {
                if second <= stop { try peer.send(String(repeating: "x", count: 1_024)) }
                peer.advance(.seconds(1))
                let received = try peer.received()
                if ended == nil, received.hasPrefix("HTTP/1.1 408 ") { ended = second }
            }
            #expect(ended == min(30, stop + 10))
        }
    }

    @Test("a handler that takes too long is answered for with 503, and its own answer comes to nothing")
    func slowHandler() throws {
        let gate = Gate()
        var table = TestTable.common()
        table.endpoint("/slow", timeout: .seconds(5), headers: HeaderBlock(["X-Route": "slow"])) { _ in
            await gate.pass()
            return .text("too late")
        }
        let peer = try EmbeddedPeer(table)
        try peer.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.advance(.seconds(4))
        #expect(try peer.received() == "")
        peer.advance(.seconds(1))
        let answer = try peer.received()
        #expect(answer.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        #expect(answer.contains("\r\nRetry-After: 1\r\n") && answer.contains("\r\nX-Route: slow\r\n"))
        #expect(answer.contains(#"{"error":"temporarily_unavailable","#))

        gate.open()
        peer.advance(.seconds(1))
        #expect(try peer.received() == "")
        try peer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try peer.received().hasSuffix("\r\n\r\nprepared"))
    }

    @Test("an answer that comes too late is not taken for that of the next request")
    func lateAnswer() throws {
        let gates = [Gate(), Gate()]
        var table = TestTable()
        table.endpoint("/slow", timeout: .seconds(5)) { request in
            let number = request.head.query == "0" ? 0 : 1
            await gates[number].pass()
            return .text("answer \(number)")
        }
        let peer = try EmbeddedPeer(table)
        try peer.send("GET /slow?0 HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.advance(.seconds(5))
        #expect(try peer.received().hasPrefix("HTTP/1.1 503 "))
        try peer.send("GET /slow?1 HTTP/1.1\r\nHost: a\r\n\r\n")
        gates[0].open()
        peer.advance(.seconds(1))
        #expect(try peer.received() == "")
        gates[1].open()
        peer.advance(.seconds(1))
        #expect(try peer.received().hasSuffix("answer 1"))
    }

    @Test("a handler whose time is over is cancelled")
    func slowHandlerIsCancelled() throws {
        var table = TestTable()
        let cancelled = Gate()
        table.endpoint("/slow", timeout: .seconds(5)) { _ in
            await withTaskCancellationHandler {
                await cancelled.pass()
            } onCancel: {
                cancelled.open()
            }
            return .text("cancelled")
        }
        let lines = LogLines()
        let peer = try EmbeddedPeer(table, logger: lines.logger())
        try peer.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.advance(.seconds(5))
        #expect(try peer.received().hasPrefix("HTTP/1.1 503 "))
        #expect(lines.all.count == 1 && lines.all[0].contains("cause=the answer took longer than it may"))
    }

    @Test("a handler in time is not answered for, even when many short requests came before it")
    func handlerInTime() throws {
        let gate = Gate()
        var table = TestTable.common()
        table.endpoint("/slow", timeout: .seconds(20)) { _ in
            await gate.pass()
            return .text("in time")
        }
        let peer = try EmbeddedPeer(table)
        for _ in 1...10 {
            try peer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try peer.received()
            peer.advance(.seconds(5))
        }
        try peer.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.advance(.seconds(19))
        #expect(try peer.received() == "")
        gate.open()
        peer.advance(.seconds(0))
        #expect(try peer.received().hasSuffix("in time"))
    }

    @Test("a stream may be silent as long as it likes")
    func silentStream() throws {
        let gate = Gate()
        var table = TestTable()
        table.endpoint("/stream", timeout: .seconds(5)) { _ in
            EndpointResponse(status: 200) { writer in
                await gate.pass()
                try await writer.write(Array("late".utf8))
            }
        }
        let peer = try EmbeddedPeer(table)
        try peer.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try peer.received().hasPrefix("HTTP/1.1 200 OK\r\n"))
        peer.advance(.hours(2))
        #expect(peer.isOpen)
        gate.open()
        peer.advance(.seconds(0))
        #expect(try peer.received() == "4\r\nlate\r\n0\r\n\r\n")
    }

    @Test("a peer that takes nothing of its stream is given up, and the stream ends")
    func stalledStream() throws {
        let gate = Gate()
        let ends = Mutex<[String]>([])
        var table = TestTable()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { writer in
                await gate.pass()
                do {
                    while true { try await writer.write([1]) }
                } catch {
                    ends.withLock { $0.append("\(type(of: error))") }
                    throw error
                }
            }
        }
        let peer = try EmbeddedPeer(table)
        try peer.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.setWritable(false)
        gate.open()
        peer.advance(.seconds(29))
        #expect(peer.isOpen && ends.withLock { $0 } == [])
        peer.advance(.seconds(1))
        #expect(!peer.isOpen && ends.withLock { $0 } == ["PeerGone"])
    }

    @Test("a stream waits until its peer can take more, and then goes on")
    func backPressure() throws {
        let gate = Gate()
        let written = Atomic<Int>(0)
        var table = TestTable()
        table.endpoint("/stream") { _ in
            EndpointResponse(status: 200) { writer in
                await gate.pass()
                for _ in 1...3 {
                    try await writer.write([UInt8(ascii: "x")])
                    written.add(1, ordering: .relaxed)
                }
            }
        }
        let peer = try EmbeddedPeer(table)
        try peer.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.setWritable(false)
        gate.open()
        peer.advance(.seconds(1))
        #expect(written.load(ordering: .relaxed) == 0)
        peer.setWritable(true)
        peer.advance(.seconds(1))
        #expect(written.load(ordering: .relaxed) == 3)
        #expect(try peer.received().hasSuffix("1\r\nx\r\n1\r\nx\r\n1\r\nx\r\n0\r\n\r\n"))
    }
}

@Suite("requests sent ahead")
struct BacklogTests {
    @Test("only so many are kept behind a slow one, and the connection ends after them")
    func limit() throws {
        let gate = Gate()
        var table = TestTable.common()
        table.endpoint("/slow") { _ in
            await gate.pass()
            return .text("slow")
        }
        let peer = try EmbeddedPeer(table)
        let ahead = String(repeating: "GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n", count: 200)
        try peer.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + ahead)
        #expect(try peer.received() == "")
        gate.open()
        peer.advance(.seconds(0))
        #expect(try peer.received().split(separator: "HTTP/1.1 200 OK").count == 65)
        peer.advance(.seconds(1))
        #expect(!peer.isOpen)
    }

    @Test("no more is read while something sent ahead waits")
    func readingPauses() throws {
        let gate = Gate()
        var table = TestTable.common()
        table.endpoint("/slow") { _ in
            await gate.pass()
            return .text("slow")
        }
        let reads = ReadCounter()
        let peer = try EmbeddedPeer(table)
        try peer.channel.pipeline.syncOperations.addHandler(reads, position: .first)
        try peer.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        peer.channel.read()
        #expect(reads.count == 1)
        try peer.send("GET /prepared HTTP/1.1\r\n")
        peer.channel.read()
        peer.channel.read()
        #expect(reads.count == 1)
        gate.open()
        peer.advance(.seconds(0))
        #expect(reads.count == 2)
        try peer.send("Host: a\r\n\r\n")
        #expect(try peer.received().hasSuffix("prepared"))
    }

    @Test("nothing is handled for a peer that does not take its answers")
    func stalledPeer() throws {
        let peer = try EmbeddedPeer()
        peer.setWritable(false)
        try peer.send("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try peer.received() == "")
        peer.setWritable(true)
        #expect(try peer.received().hasSuffix("prepared"))
    }
}

/// Counts how often the channel was let read.
private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}
