import NIOCore
import NIOEmbedded
import RedisURL
import Testing

@testable import RedisClient

@Suite("writes that wait for replicas")
struct ReplicatedWritesTests {
    private final class Bench {
        let link = LinkBench()
        let writes: ReplicatedWrites
        let shortfalls = Box<[Int]>([])

        init(queueLimit: Int = 1000) {
            writes = ReplicatedWrites(link.link, queueLimit: queueLimit) { [shortfalls] _, confirmed in
                shortfalls.change { $0.append(confirmed) }
            }
            link.link.connect()
        }

        func write(_ key: String, _ wait: ReplicaWait) -> Box<Outcome?> {
            let outcome = Box<Outcome?>(nil)
            writes.submit(
                Request([.of("INCR", key)]), wait, .loop { answer in outcome.change { $0 = answer } })
            return outcome
        }
    }

    private func incr(_ key: String) -> String { "*2\r\n$4\r\nINCR\r\n$1\r\n\(key)\r\n" }
    private let waitForOne = "*3\r\n$4\r\nWAIT\r\n$1\r\n1\r\n$3\r\n500\r\n"
    private let one = ReplicaWait(replicas: 1, timeout: .milliseconds(500))

    @Test("a write counts when as many replicas as wanted have it")
    func confirmed() throws {
        let bench = Bench()
        let peer = try bench.link.accept()
        let written = bench.write("a", one)
        #expect(try peer.written() == [incr("a") + waitForOne])
        try peer.receive(":7\r\n")
        #expect(written.value == nil)
        try peer.receive(":1\r\n")
        #expect(written.value?.replies == [.integer(7)])
        #expect(bench.shortfalls.value.isEmpty)
    }

    @Test("writes that come while one waits share the next wait")
    func sharing() throws {
        let bench = Bench()
        let peer = try bench.link.accept()
        let first = bench.write("a", one)
        #expect(try peer.written() == [incr("a") + waitForOne])
        let others = ["b", "c", "d"].map { bench.write($0, one) }
        #expect(try peer.written().isEmpty)
        try peer.receive(":1\r\n:2\r\n")
        #expect(first.value?.replies == [.integer(1)])
        #expect(try peer.written() == [incr("b") + incr("c") + incr("d") + waitForOne])
        try peer.receive(":10\r\n-OOM full\r\n:30\r\n:1\r\n")
        #expect(others[0].value?.replies == [.integer(10)])
        #expect(others[1].value?.replies == [.error(code: "OOM", message: "full")])
        #expect(others[2].value?.replies == [.integer(30)])
    }

    @Test("writes that want something else wait for their own turn, in order")
    func differing() throws {
        let bench = Bench()
        let peer = try bench.link.accept()
        let two = ReplicaWait(replicas: 2, timeout: .milliseconds(500), shortfall: .isLogged)
        _ = bench.write("a", one)
        _ = bench.write("b", two)
        _ = bench.write("c", one)
        let waitForTwo = waitForOne.replacing("$1\r\n1", with: "$1\r\n2")
        #expect(try peer.written() == [incr("a") + waitForOne])
        try peer.receive(":1\r\n:1\r\n")
        #expect(try peer.written() == [incr("b") + waitForTwo])
        try peer.receive(":1\r\n:2\r\n")
        #expect(try peer.written() == [incr("c") + waitForOne])
    }

    @Test("too few replicas: the call fails, and says that the write stands on the primary")
    func tooFew() throws {
        let bench = Bench()
        let peer = try bench.link.accept()
        let written = bench.write("a", one)
        try peer.receive(":1\r\n:0\r\n")
        #expect(
            written.value?.failure
                == .unavailable(reason: "redis:6379: written, but only 0 of 1 replicas confirmed it in time"))
        #expect(bench.shortfalls.value == [0])
    }

    @Test("too few replicas are told of, and no failure, where that was asked for")
    func tooFewLogged() throws {
        let bench = Bench()
        let peer = try bench.link.accept()
        let written = bench.write(
            "a", ReplicaWait(replicas: 2, timeout: .milliseconds(500), shortfall: .isLogged))
        try peer.receive(":1\r\n:1\r\n")
        #expect(written.value?.replies == [.integer(1)])
        #expect(bench.shortfalls.value == [1])
    }

    @Test("a wait that is refused confirms nothing")
    func refusedWait() throws {
        let bench = Bench()
        let peer = try bench.link.accept()
        let written = bench.write("a", one)
        try peer.receive(":1\r\n-ERR WAIT cannot be used with replica instances\r\n")
        #expect(written.value?.failure?.isUnavailable == true)
    }

    @Test("the wait may take its time beyond the command timeout, and no longer")
    func patience() throws {
        let bench = Bench()
        let peer = try bench.link.accept()
        let written = bench.write("a", ReplicaWait(replicas: 1, timeout: .seconds(10)))
        try peer.receive(":1\r\n")
        bench.link.advance(.milliseconds(11_999))
        #expect(written.value == nil && peer.isOpen)
        bench.link.advance(.milliseconds(1))
        #expect(!peer.isOpen)
        #expect(written.value?.failure?.isUnavailable == true)
    }

    @Test("when the connection is lost, what waits fails, and what comes later goes over the next one")
    func lost() throws {
        let bench = Bench()
        let peer = try bench.link.accept()
        bench.link.advance(.seconds(5))
        let sent = bench.write("a", one)
        let queued = bench.write("b", one)
        #expect(try peer.written().count == 1)
        peer.channel.close(promise: nil)
        bench.link.loop.run()
        #expect(sent.value?.failure?.isUnavailable == true)
        #expect(queued.value == nil)
        let next = try bench.link.accept()
        #expect(try next.written() == [incr("b") + waitForOne])
        try next.receive(":1\r\n:1\r\n")
        #expect(queued.value?.replies == [.integer(1)])
    }

    @Test("while no connection can be made all fail at once, however many there are")
    func unreachable() {
        let bench = Bench()
        bench.link.refuse()
        let outcomes = (1...600).map { bench.write("\($0)", one) }
        #expect(outcomes.allSatisfy { $0.value?.failure?.reason == "redis:6379: connection refused" })
    }

    @Test(
        "however many different waits there are, they are refused one after the other and not one within the other"
    )
    func manyKinds() throws {
        let bench = Bench(queueLimit: 100_000)
        let peer = try bench.link.accept()
        bench.link.advance(.seconds(5))
        let outcomes = (1...20_000).map { bench.write("a", ReplicaWait(replicas: $0, timeout: .seconds(1))) }
        peer.channel.close(promise: nil)
        bench.link.loop.run()
        bench.link.refuse()
        bench.link.advance(.seconds(1))
        #expect(outcomes.allSatisfy { $0.value?.failure?.isUnavailable == true })
    }

    @Test("a queue that is full refuses")
    func full() throws {
        let bench = Bench(queueLimit: 2)
        _ = try bench.link.accept()
        let outcomes = (1...4).map { bench.write("\($0)", one) }
        #expect(outcomes[2].value == nil)
        #expect(outcomes[3].value?.failure?.reason == "redis:6379: too many writes wait for replicas")
    }

    @Test("what is asked for is brought within bounds: WAIT without a timeout would wait for ever")
    func bounds() {
        #expect(ReplicaWait(replicas: 0, timeout: .zero).replicas == 1)
        #expect(ReplicaWait(replicas: 1, timeout: .zero).timeout == .milliseconds(1))
        #expect(ReplicaWait(replicas: 1, timeout: .seconds(-3)).timeout == .milliseconds(1))
        #expect(ReplicaWait(replicas: 1, timeout: .seconds(1_000_000)).timeout == .seconds(60))
    }
}
