import Foundation
import JOSE
import JSON
import Support
import Testing
import WireText

@Suite("what a client signed is taken once (RFC 7523 §3)")
struct AssertionReplayTests {
    @Test("a jti is there, and counts for its client until the assertion ends; what was refused is not spent")
    func once() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let other = try await TestClient.signing(server)
            for id: JSONValue? in [nil, "", 7, ["a"], .null] {
                expectUnproven(try await client.prove(client.assertion(["jti": id])))
            }
            let first = try client.assertion(["jti": "one"])
            expectProven(try await client.prove(first))
            expectUnproven(try await client.prove(first))
            expectUnproven(
                try await client.prove(client.assertion(["jti": "one"])), "in another assertion, too")
            expectUnproven(
                try await client.prove(
                    client.assertion(["jti": "one", "aud": .string(server.issuer + "/oauth/token")])))
            expectProven(try await other.prove(other.assertion(["jti": "one"])), "each client has its own")
            expectProven(try await client.prove(client.assertion(["jti": "One"])), "letter for letter")

            expectUnproven(
                try await client.prove(client.assertion(["jti": "two", "aud": "https://other.example"])))
            expectUnproven(try await client.prove(client.assertion(["jti": "two"], by: other.signer)))
            expectProven(try await client.prove(client.assertion(["jti": "two"])))

            server.clock.advance(by: .seconds(59))
            expectUnproven(try await client.prove(client.assertion(["jti": "one"])))
        }
    }

    @Test("of 64 at once one is taken")
    func parallel() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let text = try client.assertion()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<64 { group.addTask { try await client.prove(text).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 400 }.count == 1)
            #expect(statuses.filter { $0 == 401 }.count == 63)
        }
    }

    @Test("by all servers of one Redis together, and after a restart", arguments: [true, false])
    func elsewhere(isTogether: Bool) async throws {
        guard TestStore.isRedis || !isTogether else { return }
        let store = TestStore.isRedis ? try await TestStore.section() : nil
        let folder = try TestFolder(store: store)
        defer { folder.remove() }
        let port = String(try freePort())
        let clock = MovableClock()
        let first = try await TestServer.start(
            folder, environment: isTogether ? [:] : ["AUTH_SERVER_PORT": port], clock: clock)
        let client = try await TestClient.signing(first)
        let issuer = JSONValue.string(first.issuer)
        let text = try client.assertion(["jti": "one"])
        expectProven(try await client.prove(text))
        if !isTogether { await first.stop() }
        let second = try await TestServer.start(
            folder,
            environment: isTogether ? ["AUTH_SERVER_URL": first.issuer] : ["AUTH_SERVER_PORT": port],
            clock: clock)
        var again = TestClient(server: second, id: client.id, secret: nil, method: "private_key_jwt")
        again.signer = client.signer
        expectUnproven(try await again.prove(text))
        expectProven(try await again.prove(again.assertion(["aud": issuer])))
        if isTogether { await first.stop() }
        await second.stop()
    }

    @Test("a store that is away is an outage, and no failed proof")
    func outage() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.signing(server)
            let text = try client.assertion()
            server.store.failure = .isGone
            expectOutage(try await client.prove(text))
            server.store.failure = nil
            expectProven(try await client.prove(text))
        }
    }
}
