import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@testable import EmbeddedStore

@Suite("sweeping")
struct SweepTests {
    private let rows = RefusingRows()
    private let fixture: StoreFixture
    private let store: EmbeddedStore

    init() throws {
        fixture = try rows.fixture()
        store = try #require(fixture.store as? EmbeddedStore)
    }

    @Test("forgets in memory and on the disk what is over, and nothing else")
    func forgets() async throws {
        for number in 0..<50 { try await fixture.begin("code only \(number)") }
        try await fixture.beginRedeemed("live")
        _ = try await fixture.client("short", lifetime: .seconds(60))
        _ = try await fixture.client("long", lifetime: .seconds(100_000))
        for kind in RecordKind.passing {
            for (name, seconds) in [("short", 60), ("long", 100_000)] {
                try await store.insert(
                    sealed(name), as: kind, under: digest(name), lifetime: .seconds(seconds))
            }
        }
        for (name, seconds) in [("short", 60), ("long", 100_000)] {
            try await store.insert(session: digest(name), sealed(name), lifetime: .seconds(seconds))
        }
        fixture.clock.advance(by: .seconds(60) - .milliseconds(1))
        let all = store.recordCount
        try await store.sweep()
        #expect(store.recordCount == all, "nothing is over yet")

        fixture.clock.advance(by: .milliseconds(1))
        try await store.sweep()
        #expect(store.recordCount == 1 + 1 + 1 + RecordKind.passing.count)
        #expect(Set(rows.rows.keys.map(\.record)).count == store.recordCount)
        #expect(try await fixture.hasAccess("access", of: "live"))
        #expect(try await fixture.hasClient("long"))
        for kind in RecordKind.passing { #expect(try await store.load(kind, digest("long")) != nil) }
        #expect(try await store.load(session: digest("long")) != nil)
    }

    @Test("leaves a live grant what counts, and every token of it")
    func live() async throws {
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second")
        fixture.clock.advance(by: StoreFixture.accessLifetime)
        try await store.sweep()
        #expect(try await fixture.isSpent("refresh") == true)
        #expect(try await fixture.isSpent("second") == false)
        fixture.clock.advance(by: .seconds(30))
        let answer = try await fixture.rotate("second", to: "third", reuse: .strict)
        guard case .rotated = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(try await fixture.rotate("refresh", to: "fourth") == .reused)
    }

    @Test("forgets a grant with all its rows at its end")
    func wholeGrant() async throws {
        try await fixture.beginRedeemed("grant")
        for number in 1...10 {
            _ = try await fixture.rotate(number == 1 ? "refresh" : "\(number - 1)", to: "\(number)")
        }
        #expect(rows.rows.count == 12)
        fixture.clock.advance(by: StoreFixture.refreshLifetime)
        try await store.sweep()
        #expect(rows.rows.isEmpty)
        #expect(store.recordCount == 0)
    }

    @Test("that the disk refuses says so, forgets nothing for good, and works the next time")
    func refused() async throws {
        try await fixture.begin("grant")
        fixture.clock.advance(by: StoreFixture.codeLifetime)
        rows.isRefusing = true
        await #expect(throws: StoreError.self) { try await store.sweep() }
        #expect(store.recordCount == 1)
        rows.isRefusing = false
        try await store.sweep()
        #expect(store.recordCount == 0)
        #expect(rows.rows.isEmpty)
    }

    @Test("of a store that lives in memory only works the same")
    func memoryOnly() async throws {
        let clock = MovableClock()
        let store = EmbeddedStore(memoryOnly: clock.clock)
        try await StoreFixture(store: store, clock: clock).begin("grant")
        clock.advance(by: StoreFixture.codeLifetime)
        try await store.sweep()
        #expect(store.recordCount == 0)
    }
}
