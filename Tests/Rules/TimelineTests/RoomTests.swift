import OAuthCore
import OAuthModel
import Support
import Testing
import Timeline
import Web

@Suite("timeline: its room is fixed, and shared fairly")
struct RoomTests {
    private let clock = MovableClock()

    private func timeline(_ kibibytes: Int) -> Timeline {
        Timeline(
            limit: kibibytes << 10, clock: clock.clock,
            patience: FlowPatience(tokens: TokenPolicy(), isIntrospected: true))
    }

    /// Somebody with a client of which nothing is known.
    private func refuse(_ timeline: Timeline, _ client: String, from peer: String) {
        timeline.record(
            .refused(OAuthError(AuthorizationReason.clientUnregistered).of(ClientID(rawValue: client))),
            of: Attempt(
                requestID: "request-\(client)", peer: peer, method: "GET", path: "/oauth/authorize",
                origin: nil, flow: nil))
    }

    private func logIn(_ timeline: Timeline, _ number: UInt8, from peer: String) -> FlowName? {
        let flow = FlowID(bytes: Array(repeating: number, count: FlowID.length))
        timeline.record(
            .loggedIn(ResourceOwner(id: "person-\(number)", name: ""), at: .fake),
            of: Attempt(
                requestID: "login-\(number)", peer: peer, method: "GET", path: "/", origin: nil, flow: flow))
        return timeline.summaries(FlowFilter(limit: 1)).first?.name
    }

    private func clients(_ timeline: Timeline, from peer: String) -> [String] {
        timeline.summaries().filter { $0.peer == peer }.compactMap { $0.client?.id.rawValue }
    }

    @Test("of who has most the oldest go, and nobody else's")
    func shares() {
        let timeline = timeline(200)
        for number in 1...5 { refuse(timeline, "few-\(number)", from: "192.0.2.1") }
        for number in 1...1_000 {
            refuse(timeline, "many-\(number)", from: "198.51.100.1")
            #expect(timeline.bytes <= 200 << 10)
        }
        #expect(clients(timeline, from: "192.0.2.1").count == 5)
        let left = clients(timeline, from: "198.51.100.1")
        #expect(left.count > 20 && left == (1...1_000).suffix(left.count).reversed().map { "many-\($0)" })
    }

    @Test("all addresses of a network of IPv6 have one share")
    func networks() {
        let timeline = timeline(200)
        for number in 1...10 { refuse(timeline, "few-\(number)", from: "192.0.2.1") }
        for number in 1...1_000 {
            refuse(timeline, "many-\(number)", from: "2001:db8::\(String(number, radix: 16))")
        }
        #expect(clients(timeline, from: "192.0.2.1").count == 10)
    }

    @Test("logins have another share than what never came so far from the same address")
    func logins() {
        let timeline = timeline(200)
        let names = (1...10).compactMap { logIn(timeline, $0, from: "192.0.2.1") }
        for number in 1...1_000 { refuse(timeline, "many-\(number)", from: "192.0.2.1") }
        #expect(names.count == 10 && names.allSatisfy { timeline.flow($0) != nil })
    }

    @Test("what went on lately outlives what has been still for longer")
    func still() throws {
        let timeline = timeline(100)
        let first = try #require(logIn(timeline, 0, from: "192.0.2.1"))
        for number in 1...250 as ClosedRange<UInt8> {
            _ = logIn(timeline, number, from: "192.0.2.1")
            _ = logIn(timeline, 0, from: "192.0.2.1")
        }
        #expect(timeline.flow(first)?.hops.first?.count == 251)
        #expect(timeline.summaries().count < 200)
    }

    @Test("what is pinned stays, and no more than half of the room can be")
    func pinned() throws {
        let timeline = timeline(100)
        var pinned: [FlowName] = []
        for number in 1...100 as ClosedRange<UInt8> {
            let name = try #require(logIn(timeline, number, from: "192.0.2.1"))
            if timeline.pin(name, true) { pinned.append(name) }
        }
        #expect(pinned.count > 10 && pinned.count < 60)
        for number in 1...1_000 { refuse(timeline, "many-\(number)", from: "192.0.2.1") }
        #expect(pinned.allSatisfy { timeline.flow($0)?.summary.isPinned == true })
        #expect(timeline.bytes <= 100 << 10)
        for name in pinned { timeline.pin(name, false) }
        for number in 101...255 as ClosedRange<UInt8> { _ = logIn(timeline, number, from: "192.0.2.1") }
        #expect(pinned.contains { timeline.flow($0) == nil })
        #expect(timeline.bytes <= 100 << 10)
    }

    @Test(
        "one attempt in which everything goes wrong has its beginning and its end, and all of it is counted")
    func long() throws {
        let timeline = timeline(1_024)
        let name = try #require(logIn(timeline, 1, from: "192.0.2.1"))
        let flow = FlowID(bytes: Array(repeating: 1, count: FlowID.length))
        let client = ClientID(rawValue: String(repeating: "c", count: 1_000))
        for (number, reason) in allRefusalReasons.enumerated() {
            func error(_ reason: some RefusalReason) -> OAuthError { OAuthError(reason).of(client) }
            timeline.record(
                .refused(error(reason)),
                of: Attempt(
                    requestID: "request-\(number)", peer: "192.0.2.1", method: "POST", path: "/", origin: nil,
                    flow: flow))
        }
        let kept = try #require(timeline.flow(name))
        #expect(kept.summary.hopCount == allRefusalReasons.count + 1)
        #expect(kept.hops.count < allRefusalReasons.count && timeline.bytes < 64 << 10)
        #expect(kept.hops.first?.name == "logged_in")
        #expect(kept.hops.last?.why?.name == allRefusalReasons.last?.name)
    }
}
