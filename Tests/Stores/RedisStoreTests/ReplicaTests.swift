import OAuthCore
import OAuthModel
import RedisClient
import RedisServers
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

@Suite("waiting for replicas")
struct ReplicaTests {
    private func process(_ server: RedisServer) -> StoreProcess {
        StoreProcess(
            server, replicas: ReplicaWait(replicas: 1, timeout: .milliseconds(20)))
    }

    @Test("a revocation that too few replicas confirm is unavailable, and is done all the same")
    func revocation() async throws {
        let process = process(try await RedisServer.start())
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        try await fixture.store.insert(session: digest("s"), sealed("s"), lifetime: .seconds(60))
        await #expect(throws: StoreError.self) {
            try await fixture.store.revoke(accessToken: digest("access"), of: key("grant"))
        }
        #expect(try await !fixture.hasAccess("access"))
        await #expect(throws: StoreError.self) { try await fixture.store.revoke(key("grant")) }
        #expect(try await fixture.isSpent("refresh") == nil)
        await #expect(throws: StoreError.self) { try await fixture.store.revoke(session: digest("s")) }
        #expect(try await fixture.store.load(session: digest("s")) == nil)
        await process.shutDown()
    }

    @Test("a redemption or rotation that too few replicas confirm is answered as done")
    func redemption() async throws {
        let process = process(try await RedisServer.start())
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.begin("grant")
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        guard case .redeemed = answer else { return #expect(Bool(false), "\(answer)") }
        let rotation = try await fixture.rotate("refresh", to: "second")
        guard case .rotated = rotation else { return #expect(Bool(false), "\(rotation)") }
        await process.shutDown()
    }

    @Test("a register that too few replicas confirm is unavailable, however often it is asked for")
    func register() async throws {
        let process = process(try await RedisServer.start())
        for _ in 1...2 {
            await #expect(throws: StoreError.self) {
                try await process.store.replace(.ownKeys, with: sealed("1"), expecting: nil)
            }
        }
        let expected = StoredRegister(sealed: sealed("1"), version: 1)
        #expect(try await process.store.load(.ownKeys) == expected)
        await process.shutDown()
    }

    @Test("with a replica that confirms all of it succeeds, and the replica has it")
    func confirmed() async throws {
        let primary = try await RedisServer.start()
        let replica = try await RedisServer.start(
            .none, [["replicaof", "127.0.0.1 \(primary.port)"]])
        try await eventually("the replica follows") {
            try await replica.command("INFO", "replication").contains("master_link_status:up") ? () : nil
        }
        let process = StoreProcess(
            primary, prefix: "auth:", replicas: ReplicaWait(replicas: 1, timeout: .seconds(5)))
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        let key = String(decoding: process.store.keys.grant(key("grant")), as: UTF8.self)
        #expect(try await replica.command("HEXISTS", key, "u") == "1")
        #expect(try await fixture.store.revoke(StoreContract.key("grant")))
        #expect(try await replica.command("EXISTS", key) == "0")
        await process.shutDown()
    }

    @Test(
        "an end that no replica has heard of is waited for by whoever finds it made, in another process too")
    func repeated() async throws {
        let primary = try await RedisServer.start()
        let replica = try await primary.startReplica()
        let wait = ReplicaWait(replicas: 1, timeout: .milliseconds(20))
        let one = StoreProcess(primary, prefix: "auth:", replicas: wait)
        let other = StoreProcess(primary, prefix: "auth:", replicas: wait)
        let fixture = StoreFixture(store: one.store, clock: MovableClock())
        for name in ["grant", "reused", "refused", "token"] { try await fixture.beginRedeemed(name) }
        for name in ["reused", "refused"] { _ = try await fixture.rotate("refresh", to: "second", of: name) }
        try await fixture.store.insert(session: digest("s"), sealed("s"), lifetime: .seconds(60))
        // Connected, and behind: it confirms what was written before.
        replica.pause()
        let ends: [(String, (any AuthorizationStore) async throws -> Void)] = [
            ("a grant", { try await $0.revoke(key("grant")) }),
            ("an access token", { try await $0.revoke(accessToken: digest("access"), of: key("token")) }),
            ("a session", { try await $0.revoke(session: digest("s")) }),
        ]
        for (what, end) in ends {
            for store in [one.store, other.store, other.store, one.store] {
                await #expect(throws: StoreError.self, "\(what)") { try await end(store) }
            }
        }
        #expect(try await fixture.rotate("refresh", to: "third", of: "reused") == .reused)
        #expect(try await fixture.revokeIfReused("refresh", of: "refused", reuse: .strict))
        for name in ["grant", "reused", "refused", "token"] {
            for store in [one.store, other.store] {
                await #expect(throws: StoreError.self, "\(name)") { try await store.confirm(key(name)) }
            }
        }
        // Since Redis 7.2 WAIT is about the last write of its connection, and no longer about its last command.
        let note = other.store.keys.ending(key("grant").bytes)
        let before = try await other.redis("GET", note)
        _ = try? await other.store.confirm(key("grant"))
        #expect(try await other.redis("GET", note) != before, "something is written for it")
        // Of what never was nobody has to hear.
        try await other.store.confirm(key("never"))
        #expect(try await !other.store.revoke(key("never")))
        #expect(try await !other.store.revoke(session: digest("never")))

        replica.resume()
        for name in ["grant", "reused", "refused", "token"] {
            try await eventually("confirmed") { try? await other.store.confirm(key(name)) }
        }
        for (_, end) in ends { try await eventually("confirmed") { try? await end(other.store) } }
        let left = try await one.keys().map { String(decoding: $0, as: UTF8.self) }
        #expect(left.count == 3, "the grant of the access token, in two indexes: \(left)")
        // What has been confirmed is not asked about again.
        replica.pause()
        for (_, end) in ends { try await end(other.store) }
        for process in [one, other] { await process.shutDown() }
    }

    @Test("a rotation has one key: it goes on while a cluster moves the slot")
    func keysOfRotation() async throws {
        let server = try await RedisServer.start()
        let process = process(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        try await server.command("CONFIG", "SET", "slowlog-log-slower-than", "0")
        let rotation = try await fixture.rotate("refresh", to: "second")
        guard case .rotated = rotation else { return #expect(Bool(false), "\(rotation)") }
        let words = try await server.command("SLOWLOG", "GET", "100").split(whereSeparator: \.isNewline)
        let counts = words.indices.filter { words[$0].lowercased() == "evalsha" }.map { words[$0 + 2] }
        #expect(!counts.isEmpty && counts.allSatisfy { $0 == "1" }, "\(counts)")
        await process.shutDown()
    }

    @Test("a Redis without memory ends things all the same, and waits for its replicas")
    func full() async throws {
        let primary = try await RedisServer.start()
        let process = process(primary)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        try await primary.command("CONFIG", "SET", "maxmemory", "1")
        for _ in 1...2 {
            await #expect {
                try await process.store.revoke(key("grant"))
            } throws: { error in
                "\(error)".contains("too few of its replicas")
            }
        }
        #expect(try await fixture.isSpent("refresh") == nil)
        await process.shutDown()
    }

    @Test("of two ends in one grant the first to be confirmed doesn't hide the other")
    func crossing() async throws {
        let primary = try await RedisServer.start()
        let process = process(primary)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        let note = process.store.keys.ending(key("grant").bytes)
        _ = try? await process.store.revoke(accessToken: digest("access"), of: key("grant"))
        let first = try await process.redis("GET", note)
        _ = try? await process.store.revoke(key("grant"))
        guard case .bytes(let number) = first else { throw TestFailure("\(first)") }
        _ = try await process.client.run(EndingScripts.forget, keys: [note], arguments: [[], number])
        #expect(try await process.redis("EXISTS", note) == .integer(1))
        await process.shutDown()
    }
}
