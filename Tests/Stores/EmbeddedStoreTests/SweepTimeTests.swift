import OAuthCore
import OAuthModel
import StoreContract
import Support
import Synchronization
import Testing

@testable import EmbeddedStore

/// What the sweep removes is gone for good, and the time of day may be wrong for a while.
@Suite("a clock that jumps")
struct SweepTimeTests {
    private let rows = RefusingRows()
    private let clock = MovableClock()
    /// Goes on as it should, whatever becomes of the clock.
    private let uptime = MovableClock()

    private func fixture(
        _ hear: @escaping @Sendable (StoreEvent) -> Void = { _ in }
    ) throws -> (StoreFixture, EmbeddedStore) {
        let fixture = try rows.fixture(clock: clock, uptime: Uptime(with: uptime.clock), hear: hear)
        return (fixture, try #require(fixture.store as? EmbeddedStore))
    }

    private func pass(_ time: Duration) {
        clock.advance(by: time)
        uptime.advance(by: time)
    }

    private static let leap = Duration.seconds(100 * 86_400)

    @Test(
        "ahead and back again takes nothing along, whatever it said was over; and the operator hears of it once"
    )
    func ahead() async throws {
        let heard = Recorder<StoreEvent>()
        let (fixture, store) = try fixture { heard.add($0) }
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.client("client", lifetime: .seconds(90 * 86_400))
        try await store.insert(session: digest("s"), sealed("s"), lifetime: .seconds(7 * 86_400))
        pass(.seconds(30))
        clock.advance(by: Self.leap)
        for _ in 1...3 {
            try await store.sweep()
            #expect(try await !fixture.hasAccess("access"), "it is over all the same while the clock says so")
            pass(.seconds(30))
        }
        clock.advance(by: .zero - Self.leap)
        try await store.sweep()
        #expect(try await fixture.hasAccess("access", of: "grant"))
        #expect(try await fixture.isSpent("refresh") == false)
        #expect(try await fixture.hasClient("client"))
        #expect(try await store.load(session: digest("s")) != nil)
        #expect(heard.all == [.clockAhead(by: Self.leap)])
    }

    @Test("ahead does not keep what has ended by what has truly passed")
    func elapsed() async throws {
        let (fixture, store) = try fixture()
        try await fixture.begin("grant")
        clock.advance(by: Self.leap)
        try await store.sweep()
        #expect(store.recordCount == 1)
        pass(StoreFixture.codeLifetime)
        try await store.sweep()
        #expect(store.recordCount == 0)
        #expect(rows.rows.isEmpty)
    }

    @Test("ahead for a whole day is believed")
    func day() async throws {
        let (fixture, store) = try fixture()
        try await fixture.beginRedeemed("grant")
        clock.advance(by: Self.leap)
        try await store.sweep()
        pass(SweepTime.jumpPatience - .seconds(1))
        try await store.sweep()
        #expect(store.recordCount == 1)
        pass(.seconds(1))
        try await store.sweep()
        #expect(store.recordCount == 0)
    }

    @Test("back, and right again later, takes nothing along")
    func back() async throws {
        let (fixture, store) = try fixture()
        clock.advance(by: .zero - Self.leap)
        try await store.sweep()
        try await fixture.beginRedeemed("grant")
        pass(.seconds(30))
        clock.advance(by: Self.leap)
        try await store.sweep()
        #expect(store.recordCount == 1)
    }

    @Test(
        "at the start, what is over already is kept for an hour, in memory and in the file, and what ends meanwhile goes"
    )
    func start() async throws {
        let (before, first) = try fixture()
        try await before.beginRedeemed("grant")
        await first.close()
        clock.advance(by: Self.leap)
        let (fixture, store) = try fixture()
        try await fixture.begin("new")
        pass(.seconds(600))
        try await store.sweep()
        #expect(store.recordCount == 1, "the code that ended since")
        clock.advance(by: .zero - Self.leap)
        #expect(try await fixture.hasAccess("access", of: "grant"))
        clock.advance(by: Self.leap)
        pass(SweepTime.startPatience)
        try await store.sweep()
        pass(SweepTime.jumpPatience)
        try await store.sweep()
        #expect(store.recordCount == 0)
        #expect(rows.rows.isEmpty)
    }

    @Test(
        "at the start, a store that seems to have lain there for longer than a month keeps all of it for a day: the clock may be wrong"
    )
    func longRest() async throws {
        let (before, first) = try fixture()
        try await before.beginRedeemed("grant")
        _ = try await before.client("client", lifetime: .seconds(90 * 86_400))
        try await first.insert(session: digest("s"), sealed("s"), lifetime: .seconds(7 * 86_400))
        await first.close()
        clock.advance(by: Self.leap)
        let (fixture, store) = try fixture()
        for time in [.zero, SweepTime.startPatience, SweepTime.jumpPatience - .seconds(3601)] {
            pass(time)
            try await store.sweep()
            #expect(store.recordCount == 3)
        }
        clock.advance(by: .zero - Self.leap)
        #expect(try await fixture.isSpent("refresh", of: "grant") == false)
        #expect(try await fixture.hasClient("client"))
        #expect(try await store.load(session: digest("s")) != nil)
        clock.advance(by: Self.leap)
        pass(.seconds(1))
        try await store.sweep()
        pass(SweepTime.jumpPatience)
        try await store.sweep()
        #expect(store.recordCount == 0)
        #expect(rows.rows.isEmpty)
    }

    @Test("behind at the start, and right later, takes nothing along")
    func behind() async throws {
        let (before, first) = try fixture()
        try await before.beginRedeemed("grant")
        await first.close()
        clock.advance(by: .zero - Self.leap)
        let (fixture, store) = try fixture()
        try await store.sweep()
        pass(SweepTime.startPatience)
        clock.advance(by: Self.leap)
        try await store.sweep()
        #expect(try await fixture.isSpent("refresh", of: "grant") == false)
        #expect(store.recordCount == 1)
    }

    @Test("by less than a minute is what clocks are set right by")
    func small() async throws {
        let heard = Recorder<StoreEvent>()
        let (fixture, store) = try fixture { heard.add($0) }
        try await fixture.begin("grant")
        clock.advance(by: StoreFixture.codeLifetime)
        try await store.sweep()
        #expect(store.recordCount == 0)
        #expect(heard.all == [])
    }
}
