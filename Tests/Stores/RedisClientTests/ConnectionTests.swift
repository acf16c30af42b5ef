import NIOCore
import NIOEmbedded
import RedisURL
import Testing

@testable import RedisClient

@Suite("one connection")
struct ConnectionTests {
    private static let ping = "*1\r\n$4\r\nPING\r\n"

    @Test("what is asked in one turn of the loop leaves in one write")
    func pipelining() throws {
        let peer = try EmbeddedConnection()
        for _ in 1...3 { _ = peer.ask(RedisCommand("PING")) }
        #expect(try peer.written() == [Self.ping + Self.ping + Self.ping])
        _ = peer.ask(RedisCommand("PING"), RedisCommand("PING"))
        #expect(try peer.written() == [Self.ping + Self.ping])
        #expect(try peer.written() == [])
    }

    @Test("replies go to those who asked, in the order of asking")
    func order() throws {
        let peer = try EmbeddedConnection()
        let first = peer.ask(.of("GET", "a"))
        let second = peer.ask(.of("GET", "b"), .of("GET", "c"))
        let third = peer.ask(.of("GET", "d"))
        try peer.receive(":1\r\n:2\r\n")
        #expect(first.value?.replies == [.integer(1)])
        #expect(second.value == nil)
        try peer.receive(":3\r\n-ERR no\r\n")
        #expect(second.value?.replies == [.integer(2), .integer(3)])
        #expect(third.value?.replies == [.error(code: "ERR", message: "no")])
        #expect(peer.isOpen)
    }

    @Test("a reply that nobody asked for ends the connection: who knows whose it is")
    func unsolicited() throws {
        let peer = try EmbeddedConnection()
        let asked = peer.ask(RedisCommand("PING"))
        try peer.receive("+PONG\r\n+PONG\r\n")
        #expect(asked.value?.replies == [.status("PONG")])
        #expect(!peer.isOpen)
        #expect(peer.closings.value == ["the server sent a reply that nobody asked for"])
    }

    @Test("what isn't the protocol ends the connection, and all that wait are told")
    func malformed() throws {
        let peer = try EmbeddedConnection()
        let asked = peer.ask(RedisCommand("PING"))
        try peer.receive("HTTP/1.1 400 Bad Request\r\n\r\n")
        #expect(!peer.isOpen)
        #expect(asked.value?.failure?.reason.contains("doesn't speak the Redis protocol") == true)
    }

    @Test("a reply larger than the limit ends the connection")
    func large() throws {
        var options = RedisOptions()
        options.replyLimit = 1000
        let peer = try EmbeddedConnection(options)
        let asked = peer.ask(RedisCommand("PING"))
        try peer.receive("$2000\r\n" + String(repeating: "a", count: 1500))
        #expect(!peer.isOpen)
        #expect(asked.value?.failure?.reason.contains("larger than 1000 bytes") == true)
    }

    @Test(
        "a command without an answer in time ends the connection, so that no late answer is taken for another's"
    )
    func deadline() throws {
        let peer = try EmbeddedConnection()
        let first = peer.ask(.of("GET", "a"))
        peer.advance(.seconds(1))
        let second = peer.ask(.of("GET", "b"))
        peer.advance(.milliseconds(999))
        #expect(peer.isOpen && first.value == nil)
        peer.advance(.milliseconds(1))
        #expect(!peer.isOpen)
        for outcome in [first, second] {
            #expect(
                outcome.value?.failure?.reason
                    == "redis:6379: no answer within 2000 ms; what was being asked may have been done, or not"
            )
        }
    }

    @Test("each command has the whole time from when it was asked")
    func deadlines() throws {
        let peer = try EmbeddedConnection()
        for _ in 1...10 {
            let asked = peer.ask(RedisCommand("PING"))
            peer.advance(.milliseconds(1900))
            try peer.receive("+PONG\r\n")
            #expect(asked.value?.replies == [.status("PONG")])
        }
        #expect(peer.isOpen)
    }

    @Test("a command that is known to take longer is given longer")
    func patience() throws {
        let peer = try EmbeddedConnection()
        let asked = peer.ask(RedisCommand("WAIT", words: "1", "5000"), patience: .seconds(5))
        peer.advance(.milliseconds(6999))
        #expect(peer.isOpen && asked.value == nil)
        peer.advance(.milliseconds(1))
        #expect(!peer.isOpen)
    }

    @Test("a command after one that was given longer is given no longer for it")
    func patienceEnds() throws {
        let peer = try EmbeddedConnection()
        _ = peer.ask(RedisCommand("HELLO"), patience: .seconds(30))
        try peer.receive("+OK\r\n")
        let asked = peer.ask(RedisCommand("PING"))
        peer.advance(.milliseconds(1999))
        #expect(peer.isOpen && asked.value == nil)
        peer.advance(.milliseconds(1))
        #expect(!peer.isOpen)
        #expect(asked.value?.failure != nil)
    }

    @Test("a queue that is full refuses at once, and goes on when there is room")
    func queue() throws {
        var options = RedisOptions()
        options.queueLimit = 2
        let peer = try EmbeddedConnection(options)
        let asked = (1...3).map { _ in peer.ask(RedisCommand("PING")) }
        #expect(asked[2].value?.failure?.reason == "redis:6379: too many requests wait for an answer")
        try peer.receive("+PONG\r\n")
        #expect(asked[0].value?.replies == [.status("PONG")])
        let fourth = peer.ask(RedisCommand("PING"))
        try peer.receive("+1\r\n+2\r\n")
        #expect(asked[1].value?.replies == [.status("1")])
        #expect(fourth.value?.replies == [.status("2")])
    }

    @Test("what a server doesn't read is kept up to a limit")
    func slowReader() throws {
        let peer = try EmbeddedConnection()
        peer.channel.isWritable = false
        let large = RedisCommand("SET", key: [65], [[UInt8](repeating: 65, count: 1 << 20)])
        let asked = (1...20).map { _ in peer.ask(large) }
        #expect(asked[0].value == nil)
        #expect(asked[19].value?.failure?.isUnavailable == true)
        #expect(try peer.written().isEmpty)
        let accepted = asked.count { $0.value == nil }
        peer.channel.isWritable = true
        peer.channel.pipeline.fireChannelWritabilityChanged()
        #expect(try peer.written().count == 1)
        try peer.receive(String(repeating: "+OK\r\n", count: accepted))
        #expect(asked[0].value?.replies == [.status("OK")])
    }

    /// A socket that takes all it is given at once, and says so before the write has returned.
    private final class EagerSocket: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer

        func flush(context: ChannelHandlerContext) {
            context.flush()
            context.fireChannelWritabilityChanged()
        }
    }

    @Test("a socket that becomes writable within a write gets no byte twice")
    func reentrance() throws {
        let peer = try EmbeddedConnection()
        try peer.channel.pipeline.syncOperations.addHandler(EagerSocket(), position: .first)
        for _ in 1...3 {
            _ = peer.ask(RedisCommand("PING"))
            #expect(try peer.written() == [Self.ping])
        }
    }

    @Test("a command that is too large is refused and leaves no half of itself behind")
    func tooLarge() throws {
        let peer = try EmbeddedConnection()
        let before = peer.ask(RedisCommand("PING"))
        let asked = peer.ask(RedisCommand("PING"), RedisCommand("DEL", Array(repeating: [], count: 1 << 20)))
        #expect(asked.value?.failure == .refused(code: "ERR", message: "the command is too large to be sent"))
        #expect(try peer.written() == [Self.ping])
        try peer.receive("+PONG\r\n")
        #expect(before.value?.replies == [.status("PONG")])
    }

    @Test("when the connection is lost all that wait are told that their command may have been done, or not")
    func lost() throws {
        let peer = try EmbeddedConnection()
        let half = peer.ask(.of("SET", "a", "1"), .of("SET", "b", "1"))
        let whole = peer.ask(.of("SET", "c", "1"))
        try peer.receive("+OK\r\n")
        peer.channel.close(promise: nil)
        peer.loop.run()
        for outcome in [half, whole] {
            #expect(
                outcome.value?.failure
                    == .unavailable(
                        reason:
                            "redis:6379: the server closed the connection; what was being asked may have been done, or not"
                    ))
        }
        #expect(peer.closings.value == ["the server closed the connection"])
        #expect(peer.ask(RedisCommand("PING")).value?.failure?.isUnavailable == true)
    }

    @Test("a connection that is replaced answers what it was asked, takes nothing more, and closes")
    func retiring() throws {
        let peer = try EmbeddedConnection()
        let asked = peer.ask(RedisCommand("PING"))
        peer.connection.retire()
        #expect(peer.isOpen)
        #expect(peer.ask(RedisCommand("PING")).value?.failure?.isUnavailable == true)
        #expect(try peer.written() == [Self.ping])
        try peer.receive("+PONG\r\n")
        #expect(asked.value?.replies == [.status("PONG")])
        #expect(!peer.isOpen)
    }

    @Test("silence is broken by a PING, and a server that doesn't answer it is given up")
    func silence() throws {
        let peer = try EmbeddedConnection()
        peer.connection.keepAlive()
        peer.advance(.seconds(15))
        #expect(try peer.written() == [Self.ping])
        try peer.receive("+PONG\r\n")
        peer.advance(.seconds(15))
        // Something was heard in this interval.
        #expect(try peer.written().isEmpty)
        peer.advance(.seconds(15))
        #expect(try peer.written() == [Self.ping])
        peer.advance(.seconds(2))
        #expect(!peer.isOpen)
    }

    @Test("for a slot on its way, every command is announced by ASKING, which is answered too")
    func asking() throws {
        let peer = try EmbeddedConnection()
        var request = Request([.of("GET", "a"), .of("GET", "b")])
        request.isAsking = true
        let outcome = Box<Outcome?>(nil)
        peer.connection.submit(request, .loop { answer in outcome.change { $0 = answer } })
        let asking = "*1\r\n$6\r\nASKING\r\n"
        #expect(
            try peer.written() == [
                asking + "*2\r\n$3\r\nGET\r\n$1\r\na\r\n" + asking + "*2\r\n$3\r\nGET\r\n$1\r\nb\r\n"
            ])
        try peer.receive("+OK\r\n:1\r\n+OK\r\n")
        #expect(outcome.value == nil)
        try peer.receive(":2\r\n")
        #expect(outcome.value?.replies?.count == 4)
    }

    @Test("a script is called by the digest that this connection knows, and otherwise sent whole")
    func scripts() throws {
        let peer = try EmbeddedConnection()
        peer.connection.digests["known"] = "abc"
        let known = Request(RedisScript(name: "known", source: "return 1"), keys: [[65]], arguments: [])
        var forgotten = known
        forgotten.sendsSource = true
        let unknown = Request(RedisScript(name: "unknown", source: "return 2"), keys: [], arguments: [])
        for request in [known, forgotten, unknown] { peer.connection.submit(request, .loop { _ in }) }
        #expect(
            try peer.written() == [
                "*4\r\n$7\r\nEVALSHA\r\n$3\r\nabc\r\n$1\r\n1\r\n$1\r\nA\r\n"
                    + "*4\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n1\r\n$1\r\nA\r\n"
                    + "*3\r\n$4\r\nEVAL\r\n$8\r\nreturn 2\r\n$1\r\n0\r\n"
            ])
    }
}
