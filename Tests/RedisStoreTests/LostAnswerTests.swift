import NIOPosix
import OAuthCore
import RedisClient
import RedisServers
import StoreContract
import Support
import Testing

@testable import RedisStore

/// A connection that executes what it is sent, and is closed before an answer comes.
@Suite("an answer that is lost with its connection")
struct LostAnswerTests {
    private let server: RedisServer
    private let process: StoreProcess
    private let fixture: StoreFixture

    init() async throws {
        server = try await RedisServer.start()
        // One event loop, and so one connection, which is given up when it has been silent for half a second.
        process = StoreProcess(server, commandTimeout: .milliseconds(500), loops: testLoops.next())
        fixture = StoreFixture(store: process.store, clock: MovableClock())
    }

    /// Makes the call on a connection that is told to answer nothing any more.
    private func muted<Answer: Sendable>(_ call: () async throws -> Answer) async throws -> Answer {
        async let silence: Void = expectSilence()
        try await eventually("the connection is mute") {
            try await server.command("CLIENT", "LIST").contains("cmd=client|reply") ? () : nil
        }
        let answer = try await call()
        await silence
        return answer
    }

    private func expectSilence() async {
        await #expect(throws: RedisFailure.self) {
            try await process.client.send([RedisCommand("CLIENT", ["REPLY".bytes, "OFF".bytes])])
        }
    }

    @Test("is given again to a redemption, which is done once")
    func redemption() async throws {
        try await fixture.begin("grant")
        let answer = try await muted {
            try await fixture.store.redeem(code: digest("code"), of: key("grant"), issuing: fixture.issued())
        }
        guard case .redeemed = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(try await fixture.hasAccess("access"))
        await process.shutDown()
    }

    @Test("is given again to a rotation, which is done once, in strict mode too")
    func rotation() async throws {
        try await fixture.beginRedeemed("grant")
        let answer = try await muted { try await fixture.rotate("refresh", to: "second") }
        guard case .rotated = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(try await fixture.isSpent("refresh") == true)
        #expect(try await fixture.isSpent("second") == false)
        await process.shutDown()
    }

    @Test("makes a revocation unavailable, though it is done, and asking again is harmless")
    func revocation() async throws {
        try await fixture.beginRedeemed("grant")
        await #expect(throws: StoreError.self) {
            try await muted { try await fixture.store.revoke(key("grant")) }
        }
        #expect(try await !fixture.hasAccess("access"))
        #expect(try await !fixture.store.revoke(key("grant")))
        await process.shutDown()
    }
}
