import OAuthCore
import OAuthModel
import RedisClient
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

/// The store as it is after an answer was lost: what was asked for was done, and is asked for again.
@Suite("a call that is made again with the same arguments")
struct RetryTests {
    private let process: StoreProcess
    private let fixture: StoreFixture

    init() async throws {
        let clock = MovableClock()
        process = try await StoreProcess.shared(time: .given { clock.now })
        fixture = StoreFixture(store: process.store, clock: clock)
    }

    @Test("redeems once and gives its answer again")
    func redemption() async throws {
        try await fixture.begin("grant")
        let issuing = fixture.issued()
        let first = try await fixture.store.redeem(code: digest("code"), of: key("grant"), issuing: issuing)
        fixture.clock.advance(by: .seconds(2))
        let again = try await fixture.store.redeem(code: digest("code"), of: key("grant"), issuing: issuing)
        #expect(again == first)
        let other = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued(access: "x", refresh: "y"))
        #expect(other == .alreadyRedeemed)
        await process.shutDown()
    }

    @Test("redeems once and gives its answer again without a refresh token too")
    func redemptionWithoutRefreshToken() async throws {
        try await fixture.begin("grant")
        let issuing = fixture.issued(refresh: nil)
        let first = try await fixture.store.redeem(code: digest("code"), of: key("grant"), issuing: issuing)
        #expect(
            try await fixture.store.redeem(code: digest("code"), of: key("grant"), issuing: issuing) == first)
        await process.shutDown()
    }

    @Test(
        "begins a grant with its tokens once and gives its answer again; another one can't",
        arguments: [true, false])
    func beginningWithTokens(isRefreshed: Bool) async throws {
        let issuing = fixture.issued(refresh: isRefreshed ? "refresh" : nil)
        let first = try await fixture.store.begin(key("grant"), issuing: issuing, summary: summary())
        fixture.clock.advance(by: .seconds(2))
        #expect(try await fixture.store.begin(key("grant"), issuing: issuing, summary: summary()) == first)
        await #expect(throws: StoreError.self) {
            try await fixture.store.begin(
                key("grant"), issuing: fixture.issued(access: "x", refresh: "y"), summary: summary())
        }
        #expect(try await fixture.hasAccess("access"))
        #expect(try await !fixture.hasAccess("x"))
        await process.shutDown()
    }

    @Test("is a replay when the tokens of the first have gone on meanwhile")
    func overtaken() async throws {
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.rotate("refresh", to: "second")
        let again = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        #expect(again == .alreadyRedeemed)
        await process.shutDown()
    }

    @Test(
        "rotates once and gives its answer again, in every mode",
        arguments: [RefreshReuse.strict, .grace(.seconds(30)), .replay(.seconds(30)), .replay(.zero)])
    func rotation(_ reuse: RefreshReuse) async throws {
        try await fixture.beginRedeemed("grant")
        let first = try await fixture.rotate("refresh", to: "second", reuse: reuse)
        fixture.clock.advance(by: .seconds(2))
        #expect(try await fixture.rotate("refresh", to: "second", reuse: reuse) == first)
        #expect(try await fixture.isSpent("second") == false)
        #expect(try await fixture.hasAccess("access-second"))
        await process.shutDown()
    }

    @Test("registers once and gives its answer again")
    func registration() async throws {
        let first = try await fixture.client("a", lifetime: .seconds(60))
        fixture.clock.advance(by: .seconds(1))
        #expect(try await fixture.client("a", lifetime: .seconds(60)) == first)
        await process.shutDown()
    }

    @Test("begins a grant once, and not anew when it has been redeemed")
    func beginning() async throws {
        try await fixture.begin("grant")
        try await fixture.begin("grant")
        _ = try await fixture.store.redeem(code: digest("code"), of: key("grant"), issuing: fixture.issued())
        await #expect(throws: StoreError.self) { try await fixture.begin("grant") }
        await process.shutDown()
    }
}
