import Endpoint
import OAuthModel
import Support
import Synchronization
import Testing

@testable import Router

/// A store that counts, as long as it works.
private final class Counter: Sendable {
    private struct State {
        var windows: [String: (opened: Timestamp, count: Int)] = [:]
        var failure: String?
        var asked = 0
    }

    private let state = Mutex(State())
    private let clock: Clock

    init(_ clock: Clock) {
        self.clock = clock
    }

    var failure: String? {
        get { state.withLock { $0.failure } }
        set { state.withLock { $0.failure = newValue } }
    }
    var asked: Int { state.withLock { $0.asked } }

    func admit(_ peer: [UInt8], _ route: String, _ rate: Rate) async throws(CountingFailure) -> Admission {
        // Suspends, as a real one does.
        await Task.yield()
        return try state.withLock { state throws(CountingFailure) in
            state.asked += 1
            if let failure = state.failure { throw CountingFailure(reason: failure) }
            let key = "\(route) \(peer)"
            guard let window = state.windows[key], clock.now < window.opened.advanced(by: rate.period) else {
                state.windows[key] = (clock.now, 1)
                return .admitted
            }
            guard window.count < rate.count else {
                return .refused(wait: window.opened.advanced(by: rate.period).since(clock.now))
            }
            state.windows[key]?.count += 1
            return .admitted
        }
    }
}

@Suite("a rate limit that processes share")
struct SharedLimitTests {
    private let time = MovableClock()
    private let counter: Counter
    private static let page = EndpointResponse(
        status: 429, headers: HeaderBlock(["Content-Type": "text/html; charset=utf-8"]),
        body: Array("<p>slow".utf8))

    init() {
        counter = Counter(time.clock)
    }

    private static let shared =
        everyKind
        .replacing("timeout: 7s", with: "rate_limit: { rate: 3/1m, shared: true }")
        .replacing(
            "template: consent.html",
            with: "template: consent.html, rate_limit: { rate: 1/10s, shared: true }"
        )
        .replacing("cache: 5m", with: "cache: 5m, rate_limit: { rate: 1/1m, shared: true }")
        .replacing(
            "handler: oauth.revoke\n",
            with: "handler: oauth.revoke\n    rate_limit: { rate: 1/1m, shared: true }\n")

    /// One process of several.
    private func process(_ told: Told = Told(), manifest: String = shared, shares: Bool = true) throws
        -> CompiledRouter
    {
        let counting = SharedCounting(counter.admit) { told.add($0) }
        return try CompiledRouter(
            manifest: manifest, clock: time.clock,
            options: .init(tooManyRequestsPage: Self.page, sharedCounting: shares ? counting : nil))
    }

    final class Told: Sendable {
        private let reasons = Mutex<[String]>([])
        var all: [String] { reasons.withLock { $0 } }
        func add(_ reason: String) { reasons.withLock { $0.append(reason) } }
    }

    @Test("is one limit for all of them")
    func together() async throws {
        let processes = [try process(), try process(), try process()]
        for process in processes {
            #expect(await process.sent("POST", "/oauth/token").text == "token")
        }
        for process in processes {
            #expect(await process.sent("POST", "/token").status == 429)
            #expect(await process.sent("POST", "/oauth/token", peer: "192.0.2.2").status == 200)
        }
        time.advance(by: .seconds(60))
        #expect(await processes[1].sent("POST", "/oauth/token").status == 200)
    }

    @Test(
        "refuses word for word as one of a single process does",
        arguments: [
            ("POST", "/oauth/token", [:]), ("GET", "/oauth/authorize", [:]),
            ("GET", "/oauth/authorize", ["Accept": "text/html"]), ("GET", metadataPath, [:]),
            ("POST", "/oauth/revoke", ["Origin": "http://localhost:6274"]),
            ("POST", "/oauth/revoke", ["Origin": "https://evil.example"]),
        ] as [(String, String, [String: String])])
    func refusals(method: String, path: String, headers: [String: String]) async throws {
        let together = try process()
        let alone = try process(manifest: Self.shared.replacing("shared: true", with: "shared: false"))
        for _ in 0..<3 {
            _ = await together.sent(method, path, headers)
            _ = await alone.sent(method, path, headers)
        }
        time.advance(by: .milliseconds(5500))
        let (shared, own) = (
            await together.sent(method, path, headers), await alone.sent(method, path, headers)
        )
        #expect(shared.status == 429)
        #expect(shared.sortedWire == own.sortedWire)
        #expect(shared.cause?.text == own.cause?.text)
    }

    @Test("lets the metadata document through as it is, with every header once")
    func document() async throws {
        let together = try process()
        let plain = try process(manifest: everyKind)
        let tag = try #require(await plain.sent("GET", metadataPath).header("etag"))
        #expect(
            await together.sent("GET", metadataPath).sortedWire == plain.sent("GET", metadataPath).sortedWire)
        time.advance(by: .seconds(60))
        let condition = ["If-None-Match": tag]
        let answer = await together.sent("GET", metadataPath, condition)
        #expect(answer.status == 304)
        #expect(answer.sortedWire == (await plain.sent("GET", metadataPath, condition).sortedWire))
    }

    @Test("costs routes without it nothing: they are decided without a word to the store")
    func unshared() async throws {
        let together = try process()
        #expect(together.decide("GET", "/health").endpoint == "health")
        guard case .endpoint(let handler, _) = together.decide("GET", "/health") else { return }
        #expect(handler is NamedHandler)
        guard case .endpoint(let limited, _) = together.decide("POST", "/oauth/token") else { return }
        #expect(limited is SharedLimitHandler)
        #expect(counter.asked == 0)
    }

    @Test("is that of one process where there is no store to share")
    func nothingToShare() async throws {
        let alone = try process(shares: false)
        for _ in 0..<3 { #expect(alone.decide("POST", "/oauth/token").endpoint == "token") }
        #expect(alone.decide("POST", "/oauth/token").status == 429)
        #expect(counter.asked == 0)
    }

    @Test("is counted by each process alone while the store is away: no open door, and nobody locked out")
    func outage() async throws {
        let told = [Told(), Told()]
        let processes = [try process(told[0]), try process(told[1])]
        for _ in 0..<3 { _ = await processes[0].sent("POST", "/oauth/token") }
        #expect(await processes[1].sent("POST", "/oauth/token").status == 429)
        counter.failure = "the store is away"
        for process in processes {
            for _ in 0..<3 { #expect(await process.sent("POST", "/oauth/token").status == 200) }
            for _ in 0..<3 { #expect(await process.sent("POST", "/oauth/token").status == 429) }
        }
        #expect(told.map(\.all) == [["the store is away"], ["the store is away"]])
        counter.failure = nil
        #expect(
            await processes[1].sent("POST", "/oauth/token").status == 429, "the shared window is still full")
        time.advance(by: .seconds(60))
        for process in processes { #expect(await process.sent("POST", "/oauth/token").status == 200) }
    }

    @Test("tells of an outage once, though it seems to be over in between; of one a minute later again")
    func notice() async throws {
        let told = Told()
        let process = try process(told)
        for round in 0..<20 {
            counter.failure = round.isMultiple(of: 2) ? "away" : nil
            _ = await process.sent("POST", "/oauth/token", peer: "192.0.2.\(round)")
            time.advance(by: .seconds(29))
        }
        #expect(told.all.count == 1)
        counter.failure = nil
        time.advance(by: .seconds(60))
        counter.failure = "away again"
        _ = await process.sent("POST", "/oauth/revoke")
        #expect(told.all == ["away", "away again"])
    }

    @Test(
        "tells peers apart as a single process does",
        arguments: [
            ("2001:db8::1", "2001:db8::2", true), ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("::", "0.0.0.0", false),
            ("unix", "unix", true), ("unix", "other", false),
        ])
    func peers(left: String, right: String, same: Bool) async throws {
        let process = try process()
        for _ in 0..<3 { _ = await process.sent("POST", "/oauth/token", peer: left) }
        #expect((await process.sent("POST", "/oauth/token", peer: right).status == 429) == same)
    }
}

extension CompiledRouter {
    /// The answer as it is sent, with what the transport adds for the route.
    fileprivate func sent(
        _ method: String, _ path: String, _ headers: [String: String] = [:], peer: String = "192.0.2.1"
    ) async -> EndpointResponse {
        let head = RequestHead(
            method: HTTPMethod(rawValue: method), path: path,
            headers: HeaderFields([("Host", "localhost:3001")] + headers.map { ($0.key, $0.value) }),
            peer: PeerAddress(address: peer, isLoopback: false), requestID: "0123456789abcdef")
        switch decide(head) {
        case .answer(let answer, _): return answer
        case .endpoint(let handler, let policy):
            var answer = await handler.begin(EndpointRequest(head: head)).response
            answer.headers.add(policy.headers)
            return answer
        }
    }
}

extension EndpointResponse {
    /// The order of header fields is not part of what an answer says.
    fileprivate var sortedWire: String {
        let lines = headers.fields.fields.map { "\($0.name): \($0.value)" }.sorted()
        return "\(status)\n\(lines.joined(separator: "\n"))\n\n\(text)"
    }
}
