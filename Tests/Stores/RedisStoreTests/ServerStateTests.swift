import OAuthCore
import OAuthModel
import RedisClient
import RedisServers
import Storage
import StoreContract
import Support
import Testing

@testable import RedisStore

/// Why the call failed.
func reason(_ call: () async throws -> Void) async -> String {
    do {
        try await call()
        return "it succeeded"
    } catch StoreError.unavailable(let reason) {
        return reason
    } catch {
        return "\(error)"
    }
}

@Suite("a Redis that doesn't serve")
struct ServerStateTests {
    @Test("is unavailable for writes, with the reason, when its memory is full; reads go on")
    func outOfMemory() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        try await fixture.begin("waiting")
        try await server.command("CONFIG", "SET", "maxmemory", "1")
        let text = "redis is out of memory: its maxmemory is reached"
        #expect(await reason { try await fixture.begin("other") } == text)
        let redemption = await reason {
            _ = try await fixture.store.redeem(
                code: digest("code"), of: key("waiting"), issuing: fixture.issued())
        }
        #expect(redemption == text)
        #expect(await reason { _ = try await fixture.rotate("refresh", to: "second") } == text)
        #expect(await reason(process.store.check) == text)
        #expect(try await fixture.hasAccess("access"))
        #expect(try await fixture.isSpent("refresh") == false, "a rotation that failed has changed nothing")
        #expect(try await fixture.store.revoke(key("grant")), "revocation needs no memory")
        try await server.command("CONFIG", "SET", "maxmemory", "0")
        try await process.store.check()
        let after = try await fixture.store.redeem(
            code: digest("code"), of: key("waiting"), issuing: fixture.issued())
        guard case .redeemed = after else { return #expect(Bool(false), "\(after)") }
        await process.shutDown()
    }

    @Test("is unavailable for writes, with the reason, when it is a replica")
    func replica() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await server.command("REPLICAOF", "127.0.0.1", "1")
        let text = "redis is a read-only replica: the address must be that of the primary"
        for call: () async throws -> Void in [
            process.store.check, { try await fixture.begin("grant") },
            { try await fixture.store.revoke(key("grant")) },
        ] {
            let reason = await reason(call)
            #expect(reason == text)
        }
        try await server.command("REPLICAOF", "NO", "ONE")
        try await eventually("the store serves") { try? await process.store.check() }
        await process.shutDown()
    }

    @Test("is unavailable for writes, with the reason, when it has fewer replicas than it is told to want")
    func tooFewReplicas() async throws {
        let server = try await RedisServer.start(.none, [["min-replicas-to-write", "1"]])
        let process = StoreProcess(server)
        #expect(
            await reason { try await process.store.check() }
                == "redis refuses writes because too few replicas are connected (min-replicas-to-write)")
        await process.shutDown()
    }

    @Test("is unavailable, never without records, when it is dead; and serves when it is back")
    func dead() async throws {
        let server = try await RedisServer.start(.appendOnly)
        let process = StoreProcess(server.target, server: server, connectGrace: .milliseconds(300))
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.client("a", lifetime: .seconds(60))
        try await server.kill()
        let calls: [() async throws -> Void] = [
            { _ = try await fixture.hasAccess("access") },
            { _ = try await fixture.isSpent("refresh") },
            { _ = try await fixture.rotate("refresh", to: "second") },
            { try await fixture.begin("other") },
            { try await fixture.store.revoke(key("grant")) },
            { _ = try await fixture.hasClient("a") },
            { _ = try await fixture.client("b", lifetime: .seconds(60)) },
            { _ = try await fixture.store.load(session: digest("s")) },
            { _ = try await fixture.store.take(.upstreamState, digest("t")) },
            {
                let peer = PeerDigest(bytes: digest("peer").bytes)
                _ = try await process.store.admit(peer, to: "token", limit: 1, period: .seconds(1))
            },
            { try await fixture.store.check() },
        ]
        for call in calls {
            let reason = await reason(call)
            #expect(reason == "redis doesn't answer")
        }
        // A use that can't be noted fails nothing, and is told of once.
        for _ in 1...3 {
            try await process.store.renew(
                ClientID(rawValue: "a"), lifetime: .seconds(60), protectedFor: .zero)
        }
        #expect(process.events.count == 1)
        try await server.restart()
        // Each event loop finds its own way back. Whatever is answered meanwhile is true.
        for _ in 1...20 {
            #expect(try await eventually("an answer") { try? await fixture.hasAccess("access") })
            #expect(try await eventually("an answer") { try? await fixture.hasClient("a") })
        }
        await process.shutDown()
    }

    @Test("is unhealthy in time when it accepts connections and says nothing")
    func frozen() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server, patience: .milliseconds(20))
        try await eventually("the store serves") { try? await process.store.check() }
        server.pause()
        // The command itself is waited for much longer.
        #expect(
            await reason { try await process.store.check() } == "redis has not answered within 0.02 seconds")
        server.resume()
        try await eventually("the store serves") { try? await process.store.check() }
        await process.shutDown()
    }

    @Test("is told in sentences of ours that anyone may read")
    func words() {
        func reason(_ failure: RedisFailure, _ wait: ReplicaWait? = nil) -> String {
            StoreError(failure, waitingFor: wait).reason
        }
        #expect(reason(.unavailable(reason: "10.0.0.1:6379: no route")) == "redis doesn't answer")
        let wait = ReplicaWait(replicas: 1, timeout: .seconds(1))
        #expect(
            reason(.unavailable(reason: "10.0.0.1:6379: 0 of 1"), wait)
                == "redis doesn't answer, or too few of its replicas confirmed a change")
        for trouble in RedisTrouble.allCases {
            #expect(
                reason(.refused(code: trouble.rawValue, message: "10.0.0.1:6379")) == trouble.words)
        }
        #expect(reason(.refused(code: "ERR", message: "with 'secret'")) == "redis refused a command")
    }

    @Test("tells the operator once what is behind an error that is not a state of it")
    func refused() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        try await process.store.check()
        for command in ["set", "getdel"] {
            try await server.command("ACL", "SETUSER", "default", "-\(command)")
        }
        #expect(
            await reason { try await process.store.check() }
                == "the redis user lacks a permission that is needed: ACL LOG in redis says which")
        #expect(process.events == [], "the client tells of it")
        let reports = Reports { #expect($0 == .refused(code: "ERR", message: "some%0Athing")) }
        for _ in 1...2 { reports.tell(.refused(code: "ERR", message: "some\nthing")) }
        await process.shutDown()
    }
}

@Suite("what others do to the database")
struct DatabaseTests {
    @Test("a database that is emptied under the server knows nothing, and serves on")
    func flushed() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.beginRedeemed("grant")
        _ = try await fixture.client("a", lifetime: .seconds(60))
        try await server.command("FLUSHDB")
        #expect(try await !fixture.hasAccess("access"))
        #expect(try await fixture.rotate("refresh", to: "second") == .unknown)
        let replay = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        #expect(replay == .unknown)
        #expect(try await !fixture.store.revoke(key("grant")))
        #expect(try await !fixture.hasClient("a"))
        try await process.store.renew(ClientID(rawValue: "a"), lifetime: .seconds(60), protectedFor: .zero)
        let indexes = ["client", "subject"].map { process.store.keys.index(index($0)) }
        #expect(try await Set(process.keys()) == Set(indexes), "a redemption enters the grant first")
        #expect(try await process.store.summaries(under: index("client"), limit: 1) == [])
        try await fixture.beginRedeemed("grant")
        #expect(try await fixture.hasAccess("access"))
        #expect(process.events == [])
        await process.shutDown()
    }

    @Test("scripts that Redis has forgotten are given to it again")
    func scriptsFlushed() async throws {
        let server = try await RedisServer.start()
        let process = StoreProcess(server)
        let fixture = StoreFixture(store: process.store, clock: MovableClock())
        try await fixture.begin("grant")
        try await server.command("SCRIPT", "FLUSH")
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        guard case .redeemed = answer else { return #expect(Bool(false), "\(answer)") }
        await process.shutDown()
    }

    @Test("two programs on one database don't see each other's keys")
    func shared() async throws {
        let server = try await RedisServer.start()
        let one = StoreProcess(server, prefix: "auth:")
        let two = StoreProcess(server, prefix: "other:")
        for name in ["auth", "session:1", "authx:{clients}:idle", "mcp:{abc}"] {
            try await server.command("SET", name, "theirs")
        }
        let fixture = StoreFixture(store: one.store, clock: MovableClock())
        let other = StoreFixture(store: two.store, clock: MovableClock())
        for fixture in [fixture, other] {
            try await fixture.beginRedeemed("grant")
            _ = try await fixture.client("a", lifetime: .seconds(60), limit: 1)
        }
        #expect(try await fixture.store.revoke(key("grant")))
        #expect(try await other.hasAccess("access"))
        #expect(try await other.hasClient("a"))
        guard case .inserted(_, let evicted) = try await fixture.client("b", lifetime: .seconds(60), limit: 1)
        else { return #expect(Bool(false), "refused") }
        #expect(evicted == ClientID(rawValue: "a"))
        #expect(try await other.hasClient("a"))
        for name in ["auth", "session:1", "authx:{clients}:idle", "mcp:{abc}"] {
            #expect(try await server.command("GET", name) == "theirs")
        }
        await one.shutDown()
        await two.shutDown()
    }
}
