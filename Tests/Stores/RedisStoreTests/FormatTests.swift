import Cryptography
import OAuthModel
import RedisClient
import RedisServers
import RedisURL
import Storage
import StoreContract
import Support
import Testing

@testable import OAuthCore
@testable import RedisStore

@Suite("the format of what is in Redis")
struct FormatTests {
    private static let vault = Vault(serverSecret: Array(repeating: 1, count: 32), random: .seeded(1))
    private static let words = "the records in redis were written by a newer mcp-auth than this one"

    private func process(_ prefix: String = uniquePrefix(), isCluster: Bool = false) async throws
        -> StoreProcess
    {
        let target =
            try await isCluster ? RedisTarget(url: SharedRedis.cluster.url) : SharedRedis.server.target
        return StoreProcess(target, prefix: prefix, secret: Self.vault.proof)
    }

    private func expectNewer(_ what: String, _ call: () async throws -> Void) async {
        do {
            try await call()
            #expect(Bool(false), "\(what) is answered")
        } catch {
            #expect((error as? StoreError)?.reason == Self.words, "\(what)")
        }
    }

    @Test("is marked by who looks first, as long as anybody looks", arguments: [false, true])
    func marked(isCluster: Bool) async throws {
        let process = try await process(isCluster: isCluster)
        let key = process.store.keys.format
        #expect(await process.store.refusal() == nil)
        #expect(try await process.redis("GET", key) == .bytes("2".bytes))
        try await process.redis("EXPIRE", key, "10".bytes)
        try await process.store.checkRecords()
        guard case .integer(let rest) = try await process.redis("TTL", key) else {
            throw TestFailure("another reply was expected")
        }
        #expect(rest > 365 * 86_400)
        await process.shutDown()
    }

    @Test("is not marked by a server with another secret")
    func otherSecret() async throws {
        let one = try await process()
        try await one.store.check()
        try await one.redis("DEL", one.store.keys.format)
        let other = Vault(serverSecret: Array(repeating: 2, count: 32), random: .seeded(1))
        let strange = StoreProcess(
            try await SharedRedis.server.target, prefix: one.prefix, secret: other.proof)
        #expect(await strange.store.refusal() == .otherSecret)
        #expect(try await one.redis("EXISTS", one.store.keys.format) == .integer(0))
        for process in [one, strange] { await process.shutDown() }
    }

    @Test(
        "that is newer, or none that this version knows, is refused at the start and answered as unavailable later",
        arguments: ["3", "10", "99999999999999999999", "2.1", "", "x"])
    func newer(_ format: String) async throws {
        let early = try await process()
        try await early.store.check()
        let fixture = StoreFixture(store: early.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        try await early.redis("SET", early.store.keys.format, format.bytes)
        let late = try await process(early.prefix)
        #expect(await late.store.refusal() == .newerFormat)
        await expectNewer("health") { try await early.store.check() }
        await expectNewer("the look of every half minute") { try await early.store.checkRecords() }
        for store in [early.store, late.store] {
            await expectNewer("introspection") {
                _ = try await store.load(accessToken: digest("access"), of: key("grant"))
            }
            await expectNewer("revocation") { _ = try await store.revoke(key("grant")) }
        }
        #expect(try await early.redis("GET", early.store.keys.format) == .bytes(format.bytes))
        // Nothing of it is remembered.
        try await early.redis("SET", early.store.keys.format, "2".bytes)
        #expect(await late.store.refusal() == nil)
        #expect(try await fixture.hasAccess("access"))
        for process in [early, late] { await process.shutDown() }
    }

    @Test("that is newer is neither copied nor copied into, and a copy marks its own")
    func copies() async throws {
        let source = try await StoreProcess.shared()
        let target = try await StoreProcess.shared()
        func copy() async throws -> CopyReport {
            try await StoreCopy(from: source.store, to: target.store, place: "here", opens: { _ in true })
                .run()
        }
        let fixture = StoreFixture(store: source.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        for newer in [source, target] {
            try await newer.redis("SET", newer.store.keys.format, "3".bytes)
            await #expect(throws: CopyFailure.store(Self.words)) { try await copy() }
            try await newer.redis("DEL", newer.store.keys.format)
        }
        #expect(try await copy().isComplete)
        #expect(try await target.redis("GET", target.store.keys.format) == .bytes("2".bytes))
        for process in [source, target] { await process.shutDown() }
    }
}
