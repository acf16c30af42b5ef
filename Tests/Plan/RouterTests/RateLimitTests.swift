import Endpoint
import Router
import Support
import Testing

@Suite("the rate limit of a route (RFC 6585 §4)")
struct RateLimitTests {
    private let time = MovableClock()
    private let router: CompiledRouter
    private static let page = EndpointResponse(
        status: 429, headers: HeaderBlock(["Content-Type": "text/html; charset=utf-8"]),
        body: Array("<p>slow".utf8))

    init() throws {
        router = try CompiledRouter(
            manifest: everyKind.replacing("timeout: 7s", with: "rate_limit: 3/1m")
                .replacing("template: consent.html", with: "template: consent.html, rate_limit: 1/10s")
                .replacing("cache: 5m", with: "rate_limit: 1/1m"),
            clock: time.clock, options: .init(tooManyRequestsPage: Self.page))
    }

    private func exhaustToken(peer: String = "192.0.2.1") {
        for _ in 0..<3 { _ = router.decide("POST", "/oauth/token", peer: peer) }
    }

    @Test("so many requests pass, the next one is told when to come back")
    func limit() throws {
        for _ in 0..<3 { #expect(router.decide("POST", "/oauth/token").endpoint == "token") }
        time.advance(by: .milliseconds(20_500))
        let answer = try router.answer("POST", "/oauth/token")
        #expect(answer.status == 429)
        #expect(answer.header("retry-after") == "40")
        #expect(answer.header("ratelimit-limit") == "3")
        #expect(answer.header("ratelimit-remaining") == "0")
        #expect(answer.header("ratelimit-reset") == "40")
        #expect(answer.header("cache-control") == "no-store")
        #expect(answer.header("content-type") == "application/json")
        #expect(
            answer.text
                == #"{"error":"too_many_requests","error_description":"too many requests from this address; try again later"}"#
                + "\n")
        #expect(answer.cause?.text == "the peer is over the rate limit of the route: 3/1m")
    }

    @Test("who comes back when told so is served")
    func retryAfterIsTrue() throws {
        exhaustToken()
        let refusal = try router.answer("POST", "/oauth/token")
        let wait = try #require(refusal.header("retry-after").flatMap { Int64($0) })
        time.advance(by: .seconds(wait - 1))
        #expect(try router.answer("POST", "/oauth/token").header("retry-after") == "1")
        time.advance(by: .seconds(1))
        #expect(router.decide("POST", "/oauth/token").endpoint == "token")
    }

    @Test("aliases are counted together with the path")
    func aliases() {
        for _ in 0..<3 { _ = router.decide("POST", "/token") }
        #expect(router.decide("POST", "/oauth/token").status == 429)
    }

    @Test("peers are counted apart, and so are routes")
    func apart() {
        exhaustToken()
        #expect(router.decide("POST", "/oauth/token").status == 429)
        #expect(router.decide("POST", "/oauth/token", peer: "192.0.2.2").endpoint == "token")
        #expect(router.decide("POST", "/oauth/revoke").endpoint == "revoke")
    }

    @Test("preflights and methods that the path doesn't have are neither counted nor refused")
    func uncounted() {
        for _ in 0..<10 {
            _ = router.decide("OPTIONS", "/oauth/token", CORSTests.preflight)
            _ = router.decide("GET", "/oauth/token")
        }
        exhaustToken()
        #expect(router.decide("OPTIONS", "/oauth/token", CORSTests.preflight).status == 204)
        #expect(router.decide("GET", "/oauth/token").status == 405)
        #expect(router.decide("POST", "/oauth/token").status == 429)
    }

    @Test("a limit on the metadata document holds for it too")
    func document() throws {
        #expect(try router.answer("GET", metadataPath).status == 200)
        #expect(try router.answer("HEAD", metadataPath).status == 429)
    }

    @Test("a route without a limit is never refused")
    func unlimited() {
        for _ in 0..<1000 { #expect(router.decide("GET", "/health").endpoint == "health") }
    }

    @Test("on routes with pages a browser gets a page, a program gets JSON")
    func pages() throws {
        _ = router.decide("GET", "/oauth/authorize")
        let browser = try router.answer("GET", "/oauth/authorize", ["Accept": "text/html"])
        #expect(browser.text == "<p>slow")
        #expect(browser.header("content-type") == "text/html; charset=utf-8")
        #expect(browser.header("retry-after") == "10")
        #expect(try router.answer("GET", "/oauth/authorize").header("content-type") == "application/json")
        exhaustToken()
        let token = try router.answer("POST", "/oauth/token", ["Accept": "text/html"])
        #expect(token.header("content-type") == "application/json")
    }
}
