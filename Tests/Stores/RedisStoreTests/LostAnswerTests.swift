import NIOPosix
import OAuthCore
import RedisClient
import RedisServers
import Storage
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
        // One event loop, and so one connection.
        process = StoreProcess(server, loops: testLoops.next())
        fixture = StoreFixture(store: process.store, clock: MovableClock())
    }

    /// Makes the call on a connection that is told to answer nothing any more, and is closed as soon as the call is carried out.
    private func muted<Answer: Sendable>(_ call: () async throws -> Answer) async throws -> Answer {
        async let silence: Void = expectSilence()
        let mute = try await eventually("the connection is mute") {
            try await clients().first { $0.value.contains(Self.lastWords) }?.key
        }
        async let end: Void = close(mute)
        let answer = try await call()
        try await end
        await silence
        return answer
    }

    private static let lastWords = "cmd=client|reply"

    /// What the server says of its clients, by their ids.
    private func clients() async throws -> [String: String] {
        let lines = try await server.command("CLIENT", "LIST").split(separator: "\n").map(String.init)
        return Dictionary(lines.map { (String($0.prefix { $0 != " " }.dropFirst(3)), $0) }) { $1 }
    }

    /// When the client has been heard once more.
    private func close(_ id: String) async throws {
        try await eventually("the call is carried out") {
            try await clients()[id]?.contains(Self.lastWords) == false ? () : nil
        }
        try await server.command("CLIENT", "KILL", "ID", id)
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

    @Test("is given again to who enters a grant in an index, and to a grant that begins with its tokens")
    func beginning() async throws {
        let answer = try await muted {
            try await fixture.store.begin(key("grant"), issuing: fixture.issued(), summary: summary())
        }
        #expect(answer.refreshToken != nil)
        #expect(try await fixture.hasAccess("access"))
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
