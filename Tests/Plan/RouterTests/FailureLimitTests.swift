import Endpoint
import Support
import Synchronization
import Testing

@testable import Router

@Suite("a rate limit that counts failures")
struct FailureLimitTests {
    private let time = MovableClock()
    private let script = Script()

    /// What the handler of the limited route answers next.
    private final class Script: Sendable {
        let next = Mutex(EndpointResponse(status: 200))
        let isSynchronous = Mutex(true)
    }

    private struct Handler: EndpointHandler {
        static let bodyLimit = 77
        let script: Script

        func bodyLimit(for head: RequestHead, upTo limit: Int) -> Int { Self.bodyLimit }

        func respond(to request: EndpointRequest) async -> EndpointResponse {
            await Task.yield()
            return script.next.withLock { $0 }
        }

        func begin(_ request: EndpointRequest) -> EndpointProgress {
            script.isSynchronous.withLock { $0 }
                ? .done(script.next.withLock { $0 }) : .waiting { await respond(to: request) }
        }
    }

    private func router(_ limit: String = "{ rate: 2/1m, only: failures }") throws -> CompiledRouter {
        let manifest = everyKind.replacing("timeout: 7s", with: "rate_limit: \(limit)")
        return CompiledRouter(try PlanCase(manifest).plan(), clock: time.clock) { _ in
            .handler(Handler(script: script))
        }
    }

    private func send(
        _ answer: EndpointResponse, to router: CompiledRouter, peer: String = "192.0.2.1"
    ) async throws -> EndpointResponse {
        script.next.withLock { $0 = answer }
        let decision = router.decide("POST", "/oauth/token", peer: peer)
        guard case .endpoint(let handler, _) = decision else {
            throw TestFailure("decided before the answer: \(decision.status ?? 0)")
        }
        let head = RequestHead(
            method: .post, path: "/oauth/token", peer: PeerAddress(address: peer, isLoopback: false),
            requestID: "0123456789abcdef")
        return await handler.begin(EndpointRequest(head: head)).response
    }

    private let failure = EndpointResponse(status: 400, body: Array("bad".utf8), cause: "invalid_grant: x")

    @Test("a full window refuses further failures and nothing that succeeds", arguments: [true, false])
    func failuresOnly(isSynchronous: Bool) async throws {
        script.isSynchronous.withLock { $0 = isSynchronous }
        let router = try router()
        for _ in 0..<10 {
            #expect(try await send(EndpointResponse(status: 200), to: router).status == 200)
        }
        for _ in 0..<2 { #expect(try await send(failure, to: router).text == "bad") }
        time.advance(by: .seconds(20))
        let refusal = try await send(failure, to: router)
        #expect(refusal.status == 429)
        #expect(refusal.header("retry-after") == "40")
        #expect(refusal.header("ratelimit-limit") == "2")
        #expect(refusal.header("ratelimit-remaining") == "0")
        #expect(refusal.header("ratelimit-reset") == "40")
        #expect(refusal.header("cache-control") == "no-store")
        #expect(
            refusal.cause?.text
                == "the peer is over the rate limit of the route: 2/1m, failed: invalid_grant: x")
        #expect(try await send(EndpointResponse(status: 200), to: router).status == 200)
        #expect(try await send(failure, to: router, peer: "192.0.2.2").status == 400)
        time.advance(by: .seconds(40))
        #expect(try await send(failure, to: router).status == 400)
    }

    @Test("what came too often and what the server failed at don't count")
    func uncounted() async throws {
        let router = try router()
        let others = [200, 204, 303, 304, 429, 500, 503].map { EndpointResponse(status: $0) }
        for answer in others + others {
            #expect(try await send(answer, to: router).status == answer.status)
        }
        for _ in 0..<2 { #expect(try await send(failure, to: router).status == 400) }
        #expect(try await send(failure, to: router).status == 429)
        for answer in others { #expect(try await send(answer, to: router).status == answer.status) }
    }

    @Test("a handler that answers at once still does, and no route but the limited one is wrapped")
    func synchronous() throws {
        let router = try router()
        guard case .endpoint(let limited, _) = router.decide("POST", "/oauth/token"),
            case .endpoint(let other, _) = router.decide("GET", "/health")
        else { throw TestFailure("no handler") }
        #expect(limited is FailureLimitHandler && other is Handler)
        let head = RequestHead(
            method: .post, path: "/oauth/token", peer: PeerAddress(address: "192.0.2.1", isLoopback: false),
            requestID: "0123456789abcdef")
        #expect(limited.bodyLimit(for: head, upTo: 1000) == Handler.bodyLimit, "the route's own handler says")
        for status in [200, 400, 400, 400] {
            script.next.withLock { $0 = EndpointResponse(status: status) }
            guard case .done = limited.begin(EndpointRequest(head: head)) else {
                throw TestFailure("the answer to a \(status) is waited for")
            }
        }
    }

    @Test("the metadata document never fails: a limit of failures on it refuses nobody")
    func document() throws {
        let manifest = everyKind.replacing("cache: 5m", with: "rate_limit: { rate: 1/1m, only: failures }")
        let router = try CompiledRouter(manifest: manifest, clock: time.clock)
        for _ in 0..<5 { #expect(try router.answer("GET", metadataPath).status == 200) }
    }
}
