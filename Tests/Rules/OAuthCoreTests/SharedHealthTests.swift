import OAuthCore
import OAuthModel
import Storage
import Synchronization
import Testing

/// A store that says how it is when the test tells it to.
private final class SlowHealth: StoreHealth {
    private let state = Mutex((looks: 0, waiting: [CheckedContinuation<Bool, Never>]()))

    var looks: Int { state.withLock { $0.looks } }

    func check() async throws(StoreError) {
        let isWell = await withCheckedContinuation { continuation in
            state.withLock {
                $0.looks += 1
                $0.waiting.append(continuation)
            }
        }
        if !isWell { throw .unavailable(reason: "it is ill") }
    }

    /// Answers the look that is under way, once there is one.
    func answer(_ isWell: Bool) async {
        while true {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in waiting { continuation.resume(returning: isWell) }
            if !waiting.isEmpty { return }
            await Task.yield()
        }
    }
}

@Suite("health, for all who ask")
struct SharedHealthTests {
    @Test("is looked at once for all who ask at the same time, and for all who ask within a second")
    func shared() async throws {
        let store = SlowHealth()
        let now = SharedTime()
        let health = SharedHealth(store, uptime: now.uptime)
        let asking = (0..<50).map { _ in Task { try await health.check() } }
        await store.answer(true)
        for task in asking { try await task.value }
        now.advance(by: .milliseconds(999))
        try await health.check()
        #expect(store.looks == 1)
        now.advance(by: .milliseconds(1))
        async let answer: Void = store.answer(false)
        await #expect(throws: StoreError.self) { try await health.check() }
        await answer
        #expect(store.looks == 2)
        await #expect(throws: StoreError.self, "that it is ill is told for a second, too") {
            try await health.check()
        }
        #expect(store.looks == 2)
    }

    @Test("is told to those who still wait, though who asked first has gone")
    func cancelled() async throws {
        let store = SlowHealth()
        let health = SharedHealth(store, uptime: SharedTime().uptime)
        let first = Task { try await health.check() }
        while store.looks == 0 { await Task.yield() }
        first.cancel()
        let second = Task { try await health.check() }
        await store.answer(true)
        try await second.value
        #expect(store.looks == 1)
    }
}

private final class SharedTime: Sendable {
    private let time = Mutex(Duration.seconds(100))

    var uptime: Uptime { Uptime { self.time.withLock { $0 } } }

    func advance(by duration: Duration) { time.withLock { $0 += duration } }
}
