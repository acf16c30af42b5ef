import NIOCore
import NIOEmbedded
import RedisURL
import Support
import Testing

@testable import RedisClient

@Suite("a link")
struct LinkTests {
    @Test("a request that comes while the first connection is made waits for it a little")
    func grace() throws {
        let bench = LinkBench()
        bench.link.connect()
        let asked = bench.ask()
        bench.advance(.milliseconds(249))
        #expect(asked.value == nil)
        let peer = try bench.accept()
        #expect(try peer.written() == ["*1\r\n$4\r\nPING\r\n"])
        try peer.receive("+PONG\r\n")
        #expect(asked.value?.replies == [.status("PONG")])
    }

    @Test("it doesn't wait for longer than the grace")
    func graceEnds() throws {
        let bench = LinkBench()
        let first = bench.ask()
        bench.advance(.milliseconds(200))
        let second = bench.ask()
        bench.advance(.milliseconds(50))
        #expect(first.value?.failure?.reason == "redis:6379: not connected yet")
        #expect(second.value == nil)
        bench.advance(.milliseconds(200))
        #expect(second.value?.failure?.isUnavailable == true)
        #expect(try bench.accept().written().isEmpty)
    }

    @Test("when an attempt has failed, requests fail at once and say why, until one succeeds")
    func failsFast() throws {
        let bench = LinkBench()
        bench.link.connect()
        bench.refuse()
        #expect(bench.ask().value?.failure?.reason == "redis:6379: connection refused")
        bench.advance(.milliseconds(20))
        #expect(bench.attempting == 1)
        #expect(bench.ask().value?.failure?.reason == "redis:6379: connection refused")
        let peer = try bench.accept()
        let asked = bench.ask()
        try peer.receive("+PONG\r\n")
        #expect(asked.value?.replies == [.status("PONG")])
    }

    @Test("a request that was waiting when an attempt failed gets the rest of its time")
    func graceAcrossAttempts() throws {
        let bench = LinkBench()
        let asked = bench.ask()
        bench.refuse()
        bench.advance(.milliseconds(20))
        let peer = try bench.accept()
        try peer.receive("+PONG\r\n")
        #expect(asked.value?.replies == [.status("PONG")])
    }

    @Test("no more requests wait than the queue has room for")
    func graceQueue() {
        let bench = LinkBench { $0.queueLimit = 2 }
        let asked = (1...3).map { _ in bench.ask() }
        #expect(asked[1].value == nil)
        #expect(asked[2].value?.failure?.reason == "redis:6379: too many requests wait for a connection")
    }

    @Test("pauses double up to the longest, and a server that is back is found within it")
    func backoff() {
        let bench = LinkBench()
        bench.link.connect()
        for pause: Int64 in [20, 40, 80, 160, 320, 400, 400, 400] {
            bench.refuse()
            bench.advance(.milliseconds(pause) - .nanoseconds(1))
            #expect(bench.attempting == 0)
            bench.advance(.nanoseconds(1))
            #expect(bench.attempting == 1)
        }
    }

    @Test("half of a pause is random, and nothing that chance says makes it longer or shorter than that")
    func jitter() {
        for (random, expected) in [(0.0, 10.0), (0.5, 15.0), (0.999, 19.99), (7.0, 20.0), (-1.0, 10.0)] {
            var options = RedisOptions()
            options.random = { random }
            let pause = Backoff(options).pause(after: 1)
            #expect(abs(Double(pause.nanoseconds) / 1e6 - expected) < 0.001)
        }
        var options = RedisOptions()
        options.random = { .nan }
        #expect(Backoff(options).pause(after: 1) >= .zero)
        options = RedisOptions()
        options.shortestPause = .seconds(1_000_000_000)
        options.longestPause = .zero
        #expect(Backoff(options).pause(after: 1_000_000) > .zero)
    }

    @Test("a connection that is lost is made again at once, and requests wait for it")
    func lost() throws {
        let bench = LinkBench()
        bench.link.connect()
        let first = try bench.accept()
        bench.advance(.seconds(5))
        let unanswered = bench.ask()
        first.channel.close(promise: nil)
        bench.loop.run()
        #expect(unanswered.value?.failure?.isUnavailable == true)
        #expect(bench.attempting == 1)
        let asked = bench.ask()
        let second = try bench.accept()
        #expect(try second.written() == ["*1\r\n$4\r\nPING\r\n"])
        try second.receive("+PONG\r\n")
        #expect(asked.value?.replies == [.status("PONG")])
    }

    @Test("what was sent on the lost connection is never sent again")
    func neverTwice() throws {
        let bench = LinkBench()
        bench.link.connect()
        let first = try bench.accept()
        bench.advance(.seconds(5))
        _ = bench.ask(.of("INCR", "a"))
        #expect(try first.written().count == 1)
        first.channel.close(promise: nil)
        bench.loop.run()
        let second = try bench.accept()
        #expect(try second.written().isEmpty)
    }

    @Test("a server that takes connections only to drop them is asked with longer and longer pauses")
    func shortLives() throws {
        let bench = LinkBench()
        bench.link.connect()
        for pause: Int64 in [20, 40, 80, 160, 320, 400, 400] {
            let peer = try bench.accept()
            peer.channel.close(promise: nil)
            bench.loop.run()
            #expect(bench.attempting == 0)
            bench.advance(.milliseconds(pause))
            #expect(bench.attempting == 1)
        }
    }

    @Test("an outage is logged when it begins and when it ends, and not with each attempt")
    func log() throws {
        let bench = LinkBench()
        bench.link.connect()
        for _ in 1...10 {
            bench.refuse()
            bench.advance(.milliseconds(400))
        }
        let peer = try bench.accept()
        #expect(
            bench.log.all == [
                "warning redis is unreachable reason=connection refused server=redis:6379",
                "notice redis is back after_ms=4000 server=redis:6379",
            ])
        bench.advance(.seconds(5))
        peer.channel.close(promise: nil)
        bench.loop.run()
        _ = try bench.accept()
        #expect(
            bench.log.all[2...] == [
                "warning redis is unreachable reason=the server closed the connection server=redis:6379",
                "notice redis is back after_ms=0 server=redis:6379",
            ])
    }

    @Test("of the reasons of one outage each is logged once, and not endlessly many")
    func reasons() {
        let bench = LinkBench()
        bench.link.connect()
        for round in 1...20 {
            bench.refuse(round % 2 == 0 ? "connection refused" : "LOADING")
            bench.advance(.milliseconds(400))
        }
        #expect(bench.log.all.count == 2)
        for round in 1...20 {
            bench.refuse("reason \(round)")
            bench.advance(.milliseconds(400))
        }
        #expect(bench.log.all.count == 4)
    }

    @Test("a server that lets nobody in and says why is why a request is refused, for as long as it says so")
    func state() {
        let bench = LinkBench()
        bench.link.connect()
        bench.refuse(ConnectFailure(.loading))
        #expect(
            bench.ask().value?.failure
                == .refused(code: "LOADING", message: "redis:6379: redis is loading its data from disk"))
        bench.advance(.milliseconds(400))
        bench.refuse("connection refused")
        #expect(bench.ask().value?.failure == .unavailable(reason: "redis:6379: connection refused"))
    }

    @Test("a replaced connection finishes what it was asked while the next one is made")
    func replace() throws {
        let bench = LinkBench()
        bench.link.connect()
        let first = try bench.accept()
        let before = bench.ask()
        bench.link.replace()
        let after = bench.ask()
        #expect(bench.attempting == 1 && first.isOpen)
        try first.receive("+1\r\n")
        #expect(before.value?.replies == [.status("1")])
        #expect(!first.isOpen)
        let second = try bench.accept()
        try second.receive("+2\r\n")
        #expect(after.value?.replies == [.status("2")])
        #expect(bench.log.all.isEmpty)
        // Whoever is refused again and again doesn't reconnect in a circle.
        bench.link.replace()
        #expect(bench.attempting == 0)
        bench.advance(.milliseconds(500))
        bench.link.replace()
        #expect(bench.attempting == 1)
    }

    @Test("a link that is closed refuses, lets what is on its way finish, and makes no further attempt")
    func close() throws {
        let bench = LinkBench()
        bench.link.connect()
        let peer = try bench.accept()
        let asked = bench.ask()
        let isClosed = Box(false)
        bench.link.close().whenSuccess { isClosed.change { $0 = true } }
        #expect(bench.ask().value?.failure?.reason == "redis:6379: the client has been shut down")
        #expect(!isClosed.value)
        try peer.receive("+PONG\r\n")
        #expect(asked.value?.replies == [.status("PONG")])
        #expect(isClosed.value && !peer.isOpen)
        bench.advance(.seconds(10))
        #expect(bench.attempting == 0)
    }

    @Test("a link that is closed while it connects or pauses is closed for good")
    func closeEarly() throws {
        let connecting = LinkBench()
        let asked = connecting.ask()
        let isClosed = Box(false)
        connecting.link.close().whenComplete { _ in isClosed.change { $0 = true } }
        #expect(asked.value?.failure?.isUnavailable == true)
        // Whoever waits may shut the event loop down: an attempt comes back to it.
        #expect(!isClosed.value)
        #expect(try !connecting.accept().isOpen)
        #expect(isClosed.value)

        let pausing = LinkBench()
        pausing.link.connect()
        pausing.refuse()
        _ = pausing.link.close()
        pausing.advance(.seconds(10))
        #expect(pausing.attempting == 0)
    }
}
