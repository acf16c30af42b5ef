import OAuthCore
import OAuthModel
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

@Suite("the order in which clients make room")
struct ClientOrderTests {
    private let process: StoreProcess
    private let fixture: StoreFixture

    init() async throws {
        let clock = MovableClock()
        process = try await StoreProcess.shared(time: .given { clock.now })
        fixture = StoreFixture(store: process.store, clock: clock)
    }

    /// Who goes, one after the other, when so many others come.
    private func evicted(_ count: Int, limit: Int) async throws -> [String] {
        var gone: [String] = []
        for number in 0..<count {
            let answer = try await fixture.client("new \(number)", lifetime: .seconds(600), limit: limit)
            guard case .inserted(_, let evicted?) = answer else { continue }
            gone.append(evicted.rawValue)
        }
        return gone
    }

    @Test("is that of their last use within one millisecond too, whatever their ids are")
    func withinOneMillisecond() async throws {
        for name in ["c", "b", "a"] { _ = try await fixture.client(name, lifetime: .seconds(600), limit: 3) }
        try await fixture.store.renew(ClientID(rawValue: "c"), lifetime: .zero, protectedFor: .zero)
        #expect(try await evicted(3, limit: 3) == ["b", "a", "c"])
        await process.shutDown()
    }

    @Test("is that of their last use for those whose protection has ended, in whichever order it did")
    func afterProtection() async throws {
        for (name, seconds) in [("a", 30), ("b", 10), ("c", 20)] {
            _ = try await fixture.client(name, lifetime: .seconds(600), limit: 3)
            fixture.clock.advance(by: .milliseconds(1))
            try await fixture.store.renew(
                ClientID(rawValue: name), lifetime: .zero, protectedFor: .seconds(seconds))
        }
        fixture.clock.advance(by: .seconds(60))
        #expect(try await evicted(3, limit: 3) == ["a", "b", "c"])
        await process.shutDown()
    }

    @Test("stays when the clock is set back")
    func clockSetBack() async throws {
        for name in ["c", "b", "a"] {
            _ = try await fixture.client(name, lifetime: .seconds(600), limit: 3)
            fixture.clock.advance(by: .seconds(-10))
        }
        #expect(try await evicted(3, limit: 3) == ["c", "b", "a"])
        await process.shutDown()
    }

    @Test("passes over a client whose record somebody removed, which takes no room any more")
    func removed() async throws {
        for name in ["a", "b"] { _ = try await fixture.client(name, lifetime: .seconds(600), limit: 2) }
        try await process.redis("DEL", process.store.keys.client(ClientID(rawValue: "a")))
        #expect(try await evicted(2, limit: 2) == ["b"])
        await process.shutDown()
    }
}
