import Endpoint
import OAuthModel
import RouteManifest
import Support
import Testing

@testable import Router

@Suite("counting requests by peer")
struct RateLimiterTests {
    private let time = MovableClock()

    /// A limiter with the limit as a manifest writes it.
    private func limiter(_ limit: String, capacity: Int = 1024) throws -> RateLimiter {
        let plan = try PlanCase(
            """
            version: 1
            routes:
              metadata:
                path: /.well-known/oauth-authorization-server
                handler: oauth.metadata
                rate_limit: \(limit)
            """
        ).plan()
        return RateLimiter(try #require(plan.routes.first?.rateLimit?.rate), capacity: capacity)
    }

    private func peer(_ number: UInt32) -> PeerKey { .ipv4(number) }

    @Test("a window opens with the first request, not on a fixed beat")
    func windowBegins() throws {
        let limiter = try limiter("1/1m")
        time.advance(by: .seconds(59))
        #expect(limiter.admit(peer(1), now: time.now) == .admitted)
        time.advance(by: .seconds(59))
        #expect(limiter.admit(peer(1), now: time.now) == .refused(wait: .seconds(1)))
        time.advance(by: .seconds(1))
        #expect(limiter.admit(peer(1), now: time.now) == .admitted)
        #expect(limiter.admit(peer(1), now: time.now) == .refused(wait: .seconds(60)))
    }

    @Test("refused requests do not lengthen the wait")
    func refusedAreFree() throws {
        let limiter = try limiter("2/10s")
        for _ in 0..<50 { _ = limiter.admit(peer(1), now: time.now) }
        time.advance(by: .seconds(10))
        #expect(limiter.admit(peer(1), now: time.now) == .admitted)
    }

    @Test("however many peers come, no more than the capacity are remembered", arguments: [8, 64, 1000])
    func memoryIsBounded(capacity: Int) throws {
        let limiter = try limiter("5/1h", capacity: capacity)
        for number in 0..<UInt32(capacity * 20) { _ = limiter.admit(peer(number), now: time.now) }
        #expect(limiter.peerCount <= capacity)
        #expect(limiter.peerCount > capacity / 2)
    }

    @Test("when it is full the oldest is forgotten, never the latest")
    func oldestIsForgotten() throws {
        let limiter = try limiter("1/1h", capacity: 8)
        _ = limiter.admit(peer(0), now: time.now)
        for number in 1...1000 {
            time.advance(by: .milliseconds(1))
            #expect(limiter.admit(peer(UInt32(number)), now: time.now) == .admitted)
            #expect(limiter.admit(peer(UInt32(number)), now: time.now) != .admitted)
        }
        #expect(limiter.admit(peer(0), now: time.now) == .admitted)
    }

    @Test("closed windows are forgotten as others come")
    func closedAreForgotten() throws {
        let limiter = try limiter("5/1m", capacity: 100_000)
        for number in 0..<UInt32(5000) { _ = limiter.admit(peer(number), now: time.now) }
        #expect(limiter.peerCount == 5000)
        time.advance(by: .seconds(60))
        for number in 0..<UInt32(200) { _ = limiter.admit(peer(number), now: time.now) }
        #expect(limiter.peerCount == 200)
    }

    @Test("a clock that is put back locks nobody out, and memory stays bounded")
    func clockPutBack() throws {
        let limiter = try limiter("1/1m", capacity: 64)
        for _ in 0..<1000 {
            #expect(limiter.admit(peer(1), now: time.now) == .admitted)
            time.advance(by: .seconds(-5))
        }
        #expect(limiter.peerCount <= 64)
        #expect(limiter.admit(peer(1), now: time.now) == .admitted)
        #expect(limiter.admit(peer(1), now: time.now) == .refused(wait: .seconds(60)))
    }

    @Test("of many requests at once exactly as many pass as may", arguments: [1, 100])
    func concurrent(count: Int) async throws {
        let limiter = try limiter("\(count)/1m")
        let now = time.now
        let admitted = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<200).count { _ in limiter.admit(.ipv4(7), now: now) == .admitted }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(admitted == count)
    }

    @Test(
        "one IPv6 network, one peer; an IPv4 address is the same however it is written",
        arguments: [
            ("2001:db8::1", "2001:db8::2", true), ("2001:db8::1", "2001:db8:0:0:ffff::", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false), ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
            ("fe80::1%eth0", "fe80::1%eth1", true), ("::1", "127.0.0.1", false), ("unix", "unix", true),
            ("unix", "other", false),
        ])
    func peerKeys(left: String, right: String, same: Bool) {
        func key(_ address: String) -> PeerKey { PeerKey(PeerAddress(address: address, isLoopback: false)) }
        #expect((key(left) == key(right)) == same)
    }
}
