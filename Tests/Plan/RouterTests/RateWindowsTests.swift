import Endpoint
import OAuthModel
import Support
import Testing

@testable import Router

@Suite("the windows of rate limits when a plan takes the place of another")
struct RateWindowsTests {
    private let time = MovableClock()

    /// A plan where `token` is limited like this, and so is `revoke` where it says.
    private func router(
        _ token: String = "rate_limit: 2/1m", revoke: String = "", after former: CompiledRouter? = nil,
        also change: (String) throws -> String = { $0 }
    ) throws -> CompiledRouter {
        let manifest = everyKind.replacing("timeout: 7s", with: token)
            .replacing("handler: oauth.revoke\n", with: "handler: oauth.revoke\n    \(revoke)\n")
        return try CompiledRouter(
            manifest: change(manifest), clock: time.clock,
            options: CompiledRouter.Options(windows: former?.windows ?? RateWindows()))
    }

    private func isAdmitted(
        _ router: CompiledRouter, _ path: String = "/oauth/token", peer: String = "192.0.2.1"
    ) -> Bool {
        router.decide("POST", path, peer: peer).status != 429
    }

    @Test("go on where rate and what it counts are as before: nobody gains by a plan that is loaded again")
    func goOn() throws {
        var router = try router()
        #expect(isAdmitted(router))
        time.advance(by: .seconds(20))
        for _ in 1...3 { router = try self.router(after: router) }
        #expect(isAdmitted(router))
        router = try self.router(after: router)
        #expect(try router.answer("POST", "/oauth/token").header("retry-after") == "40")
        #expect(isAdmitted(router, peer: "192.0.2.2"))
        time.advance(by: .seconds(40))
        #expect(isAdmitted(router))
    }

    @Test("are the same for requests that both plans still decide")
    func together() throws {
        let former = try router()
        let router = try router(after: former)
        #expect(isAdmitted(former) && isAdmitted(router))
        #expect(!isAdmitted(former) && !isAdmitted(router))
    }

    @Test("go on where anything else of the route changes: its paths, its CORS, whether the limit is shared")
    func otherChanges() throws {
        var former = try router()
        for _ in 1...2 { #expect(isAdmitted(former)) }
        former = try router("rate_limit: { rate: 2/1m, shared: true }", after: former)
        #expect(!isAdmitted(former))
        let moved = try router(after: former) { manifest in
            manifest.replacing("path: /oauth/token, aliases: [/token]", with: "path: /moved")
        }
        #expect(!isAdmitted(moved, "/moved"))
        #expect(try router(after: moved).decide("POST", "/oauth/token").status == 429)
    }

    @Test(
        "begin anew where the rate or what it counts is another",
        arguments: ["rate_limit: 3/1m", "rate_limit: 2/2m", "rate_limit: { rate: 2/1m, only: failures }"])
    func changed(limit: String) throws {
        let former = try router()
        for _ in 1...2 { #expect(isAdmitted(former)) }
        #expect(!isAdmitted(former))
        let changed = try router(limit, after: former)
        #expect(isAdmitted(changed))
        #expect(isAdmitted(try router(after: changed)), "what was counted before is gone")
    }

    @Test("are those of one route: another with the same rate has its own")
    func apart() throws {
        let former = try router(revoke: "rate_limit: 2/1m")
        for _ in 1...2 { #expect(isAdmitted(former)) }
        let router = try router(revoke: "rate_limit: 2/1m", after: former)
        #expect(!isAdmitted(router) && isAdmitted(router, "/oauth/revoke"))
    }

    @Test("a plan that comes to nothing changes nothing for the one that serves")
    func refusedPlan() throws {
        let serving = try router()
        #expect(isAdmitted(serving))
        _ = try router("rate_limit: 9/1h", after: serving)
        let next = try router(after: serving)
        #expect(isAdmitted(next) && !isAdmitted(next))
    }

    private func counting(_ rate: String, after former: CompiledRouter? = nil) throws -> CompiledRouter {
        try router("rate_limit: { rate: \(rate), only: failures }", after: former)
    }

    private func limiter(_ router: CompiledRouter) throws -> RateLimiter {
        guard case .endpoint(let handler, _) = router.decide("POST", "/oauth/token"),
            let handler = handler as? FailureLimitHandler, case .own(let limiter, _) = handler.limiter
        else { throw TestFailure("failures are not counted") }
        return limiter
    }

    @Test("of failures go on, too")
    func failures() throws {
        let former = try counting("1/1m")
        let (first, same) = (try limiter(former), try limiter(try counting("1/1m", after: former)))
        #expect(first === same)
        let other = try limiter(try counting("2/1m", after: former))
        #expect(first !== other)
    }

    @Test("are remembered for one plan, however many there were")
    func bounded() throws {
        var router = try counting("1/1m")
        for number in 2...200 {
            weak let former = try limiter(router)
            #expect(former != nil)
            router = try counting("\(number)/1m", after: router)
            #expect(former == nil)
        }
    }

    @Test("are one for all paths of a route, that under a stamped name among them")
    func stamped() throws {
        let plan = try PlanCase(
            everyKind.replacing("handler: health }", with: "handler: health, rate_limit: 1/1m }")
        ).plan()
        let document = StaticDocument(headers: .empty, body: Array("test".utf8))
        let router = CompiledRouter(plan, clock: time.clock) { _ in .stamped(document) }
        #expect(try router.answer("GET", "/health").status == 200)
        #expect(try router.answer("GET", document.stamped("/health")).status == 429)
    }
}
