import Support
import Synchronization
import Testing
import WireText

@testable import DemoMCPServer

@Suite("what is kept in memory")
struct RecordTests {
    private let alice = TokenOwner(subject: "alice", clientID: "client-1")

    private func sessions(_ time: MovableClock) -> Sessions {
        let number = Counter()
        return Sessions(clock: time.demo) { "session-\(number.next())" }
    }

    @Test("sessions without number push out the one that rested longest, and no other")
    func capacity() {
        let time = MovableClock()
        let sessions = sessions(time)
        let first = sessions.open(for: alice)
        time.advance(by: .seconds(1))
        let second = sessions.open(for: alice)
        time.advance(by: .seconds(1))
        for _ in 2..<Sessions.capacity { _ = sessions.open(for: alice) }
        #expect(sessions.use(first, by: alice))
        time.advance(by: .seconds(1))
        _ = sessions.open(for: alice)
        #expect(sessions.count == Sessions.capacity)
        #expect(!sessions.use(second, by: alice))
        #expect(sessions.use(first, by: alice))
    }

    @Test("when it is full, the sessions nobody uses go first")
    func idleGoFirst() {
        let time = MovableClock()
        let sessions = sessions(time)
        for _ in 0..<Sessions.capacity { _ = sessions.open(for: alice) }
        time.advance(by: Sessions.idleLifetime)
        let last = sessions.open(for: alice)
        #expect(sessions.count == 1)
        #expect(sessions.use(last, by: alice))
    }

    @Test("an authorization server that goes away and comes back is news each time, and staying is none")
    func news() throws {
        var record = DiscoveryRecord()
        let now = ContinuousClock.now
        let answer = OutboundHTTP.Answer(
            status: 200, retryAfter: nil,
            body: Array(#"{"issuer":"http://a","introspection_endpoint":"https://a/i"}"#.utf8))
        let found = Result<DiscoveredServer, Unavailable>.success(
            try DiscoveredServer(
                answer, from: try #require(MetadataAddress(issuer: "http://a")), issuer: "http://a"))
        let away = Result<DiscoveredServer, Unavailable>.failure(Unavailable("away"))
        let broken = Result<DiscoveredServer, Unavailable>.failure(Unavailable("broken"))
        let told = [away, away, broken, found, found, away, found].map { record.note($0, at: now) != nil }
        #expect(told == [true, false, true, true, false, true, true])
    }

    @Test("after a failure nobody asks for a while, and clients are told how long in whole seconds")
    func pause() {
        var record = DiscoveryRecord()
        let now = ContinuousClock.now
        #expect(record.pause(at: now) == nil)
        for _ in 0..<6 { _ = record.note(.failure(Unavailable("away")), at: now) }
        #expect(record.pause(at: now) == Unavailable("away", retryAfter: 5))
        #expect(record.pause(at: now + .milliseconds(4999)) == Unavailable("away", retryAfter: 1))
        #expect(record.pause(at: now + .seconds(5)) == nil)
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }
}
