import OAuthCore
import RedisClient
import RedisServers
import StoreContract
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
        let fixture = StoreFixture(store: process.store, clock: ManualClock())
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
        let fixture = StoreFixture(store: process.store, clock: ManualClock())
        try await fixture.begin("grant")
        let answer = try await fixture.store.redeem(
            code: digest("code"), of: key("grant"), issuing: fixture.issued())
        guard case .redeemed = answer else { return #expect(Bool(false), "\(answer)") }
        let rotation = try await fixture.rotate("refresh", to: "second")
        guard case .rotated = rotation else { return #expect(Bool(false), "\(rotation)") }
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
        let fixture = StoreFixture(store: process.store, clock: ManualClock())
        try await fixture.beginRedeemed("grant")
        let key = String(decoding: process.store.keys.grant(key("grant")), as: UTF8.self)
        #expect(try await replica.command("HEXISTS", key, "u") == "1")
        #expect(try await fixture.store.revoke(StoreContract.key("grant")))
        #expect(try await replica.command("EXISTS", key) == "0")
        await process.shutDown()
    }
}
