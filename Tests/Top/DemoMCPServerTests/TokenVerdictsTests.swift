import JSON
import Support
import Synchronization
import Testing

@testable import DemoMCPServer

@Suite("what is remembered of tokens", .timeLimit(.minutes(10)))
struct TokenVerdictsTests {
    @Test("of any number of concurrent requests with one token, one asks")
    func singleFlight() async {
        let asked = Counter()
        let waiting = Counter()
        let verdicts = TokenVerdicts(clock: MovableClock().demo, positiveLifetime: .seconds(5)) { _ in
            asked.add()
            while waiting.value < 64 { await Task.yield() }
            return .refused(.inactive)
        }
        await withTaskGroup { group in
            for _ in 0..<64 {
                group.addTask {
                    waiting.add()
                    _ = await verdicts.verdict(on: BearerToken(secret: "one"))
                }
            }
        }
        #expect(asked.value == 1)
    }

    @Test("that nobody could be asked is not remembered")
    func unavailableIsNotRemembered() async {
        let asked = Counter()
        let verdicts = TokenVerdicts(clock: MovableClock().demo, positiveLifetime: .seconds(5)) { _ in
            asked.add()
            return .unavailable(Unavailable("test"))
        }
        for _ in 0..<3 { _ = await verdicts.verdict(on: BearerToken(secret: "one")) }
        #expect(asked.value == 3)
        #expect(verdicts.count == 0)
    }

    @Test("a flood of made-up tokens fills no more than its share of memory")
    func bounded() async {
        let verdicts = TokenVerdicts(clock: MovableClock().demo, positiveLifetime: .seconds(5)) { _ in
            .refused(.inactive)
        }
        for number in 0..<5000 { _ = await verdicts.verdict(on: BearerToken(secret: "\(number)")) }
        #expect(verdicts.count == 4096)
    }

    @Test("a token never prints itself")
    func redacted() {
        #expect("\(BearerToken(secret: "abc"))" == "<token>")
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add() { count.withLock { $0 += 1 } }
}
