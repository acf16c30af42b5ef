import OAuthCore
import OAuthModel
import RedisClient
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

@Suite("what a grant gathers")
struct PruningTests {
    private let process: StoreProcess
    private let fixture: StoreFixture

    init() async throws {
        let clock = MovableClock()
        process = try await StoreProcess.shared(time: .given { clock.now })
        fixture = StoreFixture(store: process.store, clock: clock)
    }

    private var hash: [UInt8] { process.store.keys.grant(key("grant")) }

    private func fields() async throws -> Set<String> {
        guard case .list(let fields) = try await process.redis("HKEYS", hash) else { return [] }
        return Set(
            fields.compactMap {
                guard case .bytes(let name) = $0 else { return nil }
                return String(decoding: name.prefix(1), as: UTF8.self)
                    + (name.count == 33 ? "DIGEST" : String(decoding: name.dropFirst(), as: UTF8.self))
            })
    }

    private func count() async throws -> Int {
        guard case .integer(let count) = try await process.redis("HLEN", hash) else { return -1 }
        return count
    }

    private func rotate(_ token: String, to next: String, lifetime: Duration, reuse: RefreshReuse = .strict)
        async throws -> RefreshRotation
    {
        func new(_ name: String) -> NewToken {
            NewToken(digest: digest(name), record: sealed(name), lifetime: lifetime)
        }
        return try await process.store.rotate(
            refreshToken: digest(token), of: key("grant"), reuse: reuse,
            issuing: RotatedTokens(
                accessToken: new("access-\(next)"), refreshToken: new(next), replay: sealed("replay")))
    }

    @Test("is pruned from the front, as far as things are over there")
    func front() async throws {
        try await fixture.begin("grant")
        let issued = IssuedTokens(
            accessToken: NewToken(digest: digest("access"), record: sealed("a"), lifetime: .seconds(300)),
            refreshToken: NewToken(digest: digest("refresh"), record: sealed("r"), lifetime: .seconds(300)),
            grantLifetime: .seconds(86_400))
        _ = try await process.store.redeem(code: digest("code"), of: key("grant"), issuing: issued)
        #expect(try await fields() == ["g", "s", "c", "u", "aDIGEST", "rDIGEST", "q1"])
        var largest = 0
        for number in 0..<200 {
            fixture.clock.advance(by: .seconds(30))
            let before = number == 0 ? "refresh" : "\(number - 1)"
            let answer = try await rotate(before, to: "\(number)", lifetime: .seconds(300))
            guard case .rotated = answer else { return #expect(Bool(false), "\(answer)") }
            largest = max(largest, try await count())
        }
        // Ten spent tokens with their places, the live one with its own, the answer for who asks again, `g` and `s`.
        #expect(largest <= 27, "\(largest)")
        #expect(try await fixture.isSpent("refresh") == nil)
        #expect(try await fixture.isSpent("195") == true)
        #expect(try await fixture.hasAccess("access-199"))
        #expect(try await rotate("194", to: "no", lifetime: .seconds(300)) == .reused)
        await process.shutDown()
    }

    @Test("is pruned of tokens that were never used, and of access tokens that nobody spent")
    func branches() async throws {
        try await fixture.begin("grant")
        let issued = IssuedTokens(
            accessToken: NewToken(digest: digest("access"), record: sealed("a"), lifetime: .seconds(300)),
            refreshToken: NewToken(digest: digest("refresh"), record: sealed("r"), lifetime: .seconds(300)),
            grantLifetime: .seconds(86_400))
        _ = try await process.store.redeem(code: digest("code"), of: key("grant"), issuing: issued)
        let grace = RefreshReuse.grace(.seconds(30))
        for name in ["left", "right"] {
            _ = try await rotate("refresh", to: name, lifetime: .seconds(300), reuse: grace)
        }
        fixture.clock.advance(by: .seconds(200))
        _ = try await rotate("left", to: "second", lifetime: .seconds(300), reuse: grace)
        fixture.clock.advance(by: .seconds(200))
        _ = try await rotate("second", to: "third", lifetime: .seconds(300), reuse: grace)
        #expect(
            try await fields()
                == ["g", "s", "aDIGEST", "rDIGEST", "pDIGEST", "q4", "q5"], "second and third are left")
        #expect(try await fixture.isSpent("second") == true)
        #expect(try await !fixture.hasAccess("access-right"))
        await process.shutDown()
    }

    @Test("keeps an access token that outlives the refresh token beside it")
    func longAccessToken() async throws {
        try await fixture.begin("grant")
        let issued = IssuedTokens(
            accessToken: NewToken(digest: digest("access"), record: sealed("a"), lifetime: .seconds(900)),
            refreshToken: NewToken(digest: digest("refresh"), record: sealed("r"), lifetime: .seconds(100)),
            grantLifetime: .seconds(86_400))
        _ = try await process.store.redeem(code: digest("code"), of: key("grant"), issuing: issued)
        let grace = RefreshReuse.grace(.seconds(3000))
        _ = try await rotate("refresh", to: "left", lifetime: .seconds(100), reuse: grace)
        _ = try await process.store.rotate(
            refreshToken: digest("refresh"), of: key("grant"), reuse: grace,
            issuing: fixture.rotated(to: "right"))
        _ = try await process.store.rotate(
            refreshToken: digest("left"), of: key("grant"), reuse: grace,
            issuing: RotatedTokens(
                accessToken: NewToken(
                    digest: digest("long"), record: sealed("l"), lifetime: .seconds(900)),
                refreshToken: NewToken(
                    digest: digest("short"), record: sealed("s"), lifetime: .seconds(100)),
                replay: sealed("replay")))
        fixture.clock.advance(by: .seconds(200))
        _ = try await fixture.rotate("right", to: "next")
        #expect(try await fixture.isSpent("short") == nil)
        #expect(try await fixture.hasAccess("long"))
        fixture.clock.advance(by: .seconds(700))
        _ = try await fixture.rotate("next", to: "last")
        #expect(try await !fixture.hasAccess("long"))
        await process.shutDown()
    }

    @Test("ends it when it is more than a client that behaves can gather")
    func limit() async throws {
        try await fixture.beginRedeemed("grant")
        guard case .bytes(let value) = try await process.redis("HGET", hash, "g".bytes) else {
            throw TestFailure("another reply was expected")
        }
        let parts = String(decoding: value, as: UTF8.self).split(separator: " ")
        func set(next: Int) async throws {
            try await process.redis("HSET", hash, "g".bytes, "\(parts[0]) \(parts[1]) 1 \(next)".bytes)
        }
        try await set(next: 65_536)
        guard case .rotated = try await fixture.rotate("refresh", to: "second") else {
            return #expect(Bool(false), "refused early")
        }
        try await set(next: 65_537)
        #expect(try await fixture.rotate("never", to: "third") == .unknown)
        #expect(try await fixture.rotate("second", to: "third") == .reused)
        #expect(try await !fixture.store.revoke(key("grant")))
        await process.shutDown()
    }
}
