import OAuthCore
import OAuthModel
import RedisClient
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

@Suite("numbers that no Redis means")
struct LyingRedisTests {
    private static let numbers = [
        "0", "-1", "1", "9007199254740993", "9999999999999999", "9223372036854775807",
        "-9223372036854775808", "99999999999999999999",
    ]

    private func open(_ redis: LyingRedis) -> StoreProcess {
        StoreProcess(redis.target, commandTimeout: .seconds(5))
    }

    @Test("as the time are believed by nobody", arguments: numbers)
    func time(_ number: String) async throws {
        let redis = try await LyingRedis.start()
        let process = open(redis)
        let record = "5 7 record"
        redis.answer("GET", "$\(record.utf8.count)\r\n\(record)\r\n")
        for parts in [[number, "1"], ["1", number], [number, number]] {
            redis.answer("TIME", "*2\r\n" + parts.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined())
            let isTime = parts.allSatisfy { $0 == "0" || $0 == "1" }
            do {
                _ = try await process.store.load(session: digest("s"))
                #expect(isTime, "\(parts)")
            } catch { #expect(!isTime, "\(parts)") }
        }
        await process.shutDown()
        await redis.stop()
    }

    @Test("inside of values end nothing but the answer", arguments: numbers)
    func values(_ number: String) async throws {
        let redis = try await LyingRedis.start()
        let process = open(redis)
        redis.answer("TIME", "*2\r\n$1\r\n1\r\n$1\r\n1\r\n")
        let text =
            Array(repeating: number, count: 4).joined(separator: " ") + " "
            + String(repeating: "d", count: 80)
        let value = "$\(text.utf8.count)\r\n\(text)\r\n"
        for command in ["GET", "GETDEL", "HGET"] { redis.answer(command, value) }
        redis.answer("HMGET", "*2\r\n" + value + value)
        let digest = digest("d")
        let fields = [
            "g", "c", "f", "a" + String(repeating: "a", count: 32), "r" + String(repeating: "r", count: 32),
        ]
        redis.answer(
            "HGETALL",
            "*\(fields.count * 2)\r\n" + fields.map { "$\($0.utf8.count)\r\n\($0)\r\n" + value }.joined())
        let store = process.store
        try await tolerate { try await store.load(.upstreamState, digest)?.validity.lifetime.milliseconds }
        try await tolerate { try await store.take(.upstreamState, digest)?.validity.lifetime.milliseconds }
        try await tolerate { try await store.load(code: digest, of: key("g"))?.record.validity.lifetime }
        try await tolerate { try await store.load(accessToken: digest, of: key("g"))?.validity.lifetime }
        try await tolerate {
            try await store.load(refreshToken: digest, of: key("g"))?.record.validity.lifetime
        }
        try await tolerate { try await store.load(ClientID(rawValue: "c"))?.validity.lifetime }
        let names: [RecordName] = [
            .client(ClientID(rawValue: "c")), .grant(key("g")), .record(.session, digest),
            .record(.upstreamState, digest),
        ]
        try await tolerate {
            for record in try await store.load(names).records {
                _ = record.living(at: Timestamp(milliseconds: .max))
                if case .grant(_, let grant) = record { _ = grant.expiresAt }
            }
        }
        await process.shutDown()
        await redis.stop()
    }

    @Test("in the answers of scripts and commands end nothing but the answer", arguments: numbers)
    func answers(_ number: String) async throws {
        let redis = try await LyingRedis.start()
        let process = open(redis)
        let store = process.store
        let fixture = StoreFixture(store: store, clock: MovableClock())
        // What is no integer of the protocol ends the connection, which is tried elsewhere.
        let kinds = Int64(number) == nil ? ["$"] : [":", "$"]
        redis.answer("DBSIZE", ":\(Int64(number) ?? 0)\r\n")
        redis.answer("SCAN", "*2\r\n$\(number.utf8.count)\r\n\(number)\r\n*0\r\n")
        try await tolerate {
            var pages = try await store.pages()
            _ = try await pages.next()
            _ = pages.total + pages.total
        }
        redis.answer("TIME", "*2\r\n$1\r\n1\r\n$1\r\n1\r\n")
        let member = "$32\r\n\(String(repeating: "m", count: 32))\r\n"
        let text = "$\(number.utf8.count)\r\n\(number)\r\n"
        for cursor in ["$1\r\n0\r\n", text] {
            redis.answer("ZSCAN", "*2\r\n\(cursor)*3\r\n\(member)\(text)\(member)")
            for fields in ["*0\r\n", "*2\r\n\(text)\(text)", "$-1\r\n"] {
                redis.answer("HMGET", fields)
                try await tolerate { try await store.summaries(under: index("i"), limit: 0) }
            }
        }
        for word in [
            "issued", "entered", "unentered", "oldest", "replayed", "inserted", "refused", "full", "reserved",
            "already", "over", "there",
        ] {
            for kind in kinds {
                let item = kind == ":" ? ":\(number)\r\n" : "$\(number.utf8.count)\r\n\(number)\r\n"
                for list in [item + item + item, item + "$1\r\nx\r\n" + item] {
                    redis.answer("EVALSHA", "*4\r\n$\(word.utf8.count)\r\n\(word)\r\n" + list)
                    try await tolerate { try await fixture.begin("g") }
                    try await tolerate {
                        try await store.begin(key("g"), issuing: fixture.issued(), summary: summary())
                    }
                    try await tolerate { try await store.oldest(under: index("i"), beyond: 1) }
                    try await tolerate {
                        let answer = try await store.redeem(
                            code: digest("c"), of: key("g"), issuing: fixture.issued())
                        if case .redeemed(let issued) = answer {
                            _ = issued.accessToken.lifetime.wholeSeconds
                        }
                    }
                    try await tolerate {
                        if case .replayed(_, let rest) = try await fixture.rotate("a", to: "b") {
                            _ = rest.wholeSeconds
                        }
                    }
                    try await tolerate { try await fixture.client("c", lifetime: .seconds(60)) }
                    try await tolerate {
                        let answer = try await store.admit(
                            peer("p"), to: "token", limit: 1, period: .seconds(60))
                        if case .refused(let wait) = answer { _ = wait.secondsToWait }
                    }
                    try await tolerate {
                        do throws(StoreError) {
                            try await store.insert(
                                sealed("t"), as: .upstreamState, under: digest("t"), lifetime: .seconds(60))
                        } catch { _ = error.retryAfter.secondsToWait }
                    }
                    try await tolerate { try await store.revoke(key("g")) }
                }
            }
        }
        await process.shutDown()
        await redis.stop()
    }

    /// Anything but a trap.
    private func tolerate<Answer>(_ call: () async throws -> Answer) async throws {
        do { _ = try await call() } catch is StoreError {}
    }
}
