import OAuthCore
import Support
import Synchronization
import Testing

@Suite("what keeps that which strangers serve")
struct SharedByFetchersTests {
    @Test("work is done once for all who want the same at the same time, and anew for who comes later")
    func once() async {
        let flights = SingleFlight<String, Int>()
        let gate = Gate()
        let begun = Atomic<Int>(0)
        let work: @Sendable () async -> Int = {
            let number = begun.add(1, ordering: .relaxed).newValue
            await gate.pass()
            return number
        }
        let line = Line(flights)
        let askers = (0..<100).map { _ in Task { await line.ask(work) } }
        await line.allHaveAsked(100)
        gate.open()
        var answers: [Int] = []
        for asker in askers { answers.append(await asker.value) }
        #expect(answers == Array(repeating: 1, count: 100))
        #expect(await flights.value(of: "key", work) == 2)
        #expect(await flights.value(of: "other", work) == 3)
    }

    @Test("work goes on when whoever asked first has gone")
    func leaving() async {
        let flights = SingleFlight<String, Bool>()
        let gate = Gate()
        let first = Task {
            await flights.value(of: "key") {
                await gate.pass()
                return Task.isCancelled
            }
        }
        await gate.arrival()
        first.cancel()
        gate.open()
        #expect(await first.value == false)
    }

    @Test("is kept as long as the answer says, for a minute at least and a day at most")
    func kept() {
        for (said, expected) in [
            (nil, 60), (0, 60), (1, 60), (60, 60), (61, 61), (3600, 3600), (86_400, 86_400), (86_401, 86_400),
            (Int64.max, 86_400), (-1, 60),
        ] as [(Int64?, Int64)] {
            #expect(KeptFor.duration(said.map { .seconds($0) }) == .seconds(expected))
        }
    }

    @Test("what was used longest ago makes room, for the number of entries and for what they cost")
    func room() {
        var table = RecentlyUsed<String, Int>(capacity: 3, budget: 100)
        for (key, number) in [("a", 1), ("b", 2), ("c", 3)] { table.set(key, number, cost: 10) }
        #expect(table.value("a") == 1)
        table.set("d", 4, cost: 10)
        #expect(table.value("b") == nil && table.value("a") == 1 && table.count == 3)
        table.set("e", 5, cost: 85)
        #expect(table.value("c") == nil && table.value("d") == nil)
        #expect(table.value("a") == 1 && table.value("e") == 5 && table.count == 2)
        table.set("e", 6, cost: 90)
        #expect(table.value("e") == 6 && table.value("a") == 1)
        table.set("a", 7, cost: 101)
        #expect(table.value("a") == nil && table.value("e") == 6)
        table.remove("e")
        table.set("f", 8, cost: 100)
        #expect(table.value("f") == 8 && table.count == 1)
    }
}

/// Those who ask, one after the other: who has asked waits for the answer.
private actor Line {
    private let flights: SingleFlight<String, Int>
    private var asked = 0

    init(_ flights: SingleFlight<String, Int>) {
        self.flights = flights
    }

    func ask(_ work: @escaping @Sendable () async -> Int) async -> Int {
        asked += 1
        return await flights.value(of: "key", work)
    }

    func allHaveAsked(_ count: Int) async {
        while asked < count { await Task.yield() }
    }
}

/// Keeps back whoever comes until it is opened.
private final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var kept: [CheckedContinuation<Void, Never>] = []
        var watchers: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    func pass() async {
        await withCheckedContinuation { continuation in
            let resumed = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                if state.isOpen { return [continuation] }
                state.kept.append(continuation)
                defer { state.watchers = [] }
                return state.watchers
            }
            for continuation in resumed { continuation.resume() }
        }
    }

    func arrival() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if !state.kept.isEmpty { return true }
                state.watchers.append(continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func open() {
        let kept = state.withLock { state in
            state.isOpen = true
            return state.kept
        }
        for continuation in kept { continuation.resume() }
    }
}
