import JSON
import Logging
import Support
import Testing

@Suite("decisions: the log has a line for each that is not like one before")
struct DecisionLogTests {
    private func lines(_ server: TestServer, _ reason: String) -> [String] {
        server.log.all.filter { $0.contains(" reason=\(reason) ") }
    }

    @Test("of those that are alike within ten seconds there is one line, and then how many more there were")
    func alike() async throws {
        try await TestServer.run(logLevel: .info) { server in
            let (client, other) = try await two(server)
            func redeem() async throws {
                for _ in 1...5 { _ = try await client.redeem("nobody-made-this") }
                _ = try await other.redeem("nobody-made-this")
            }
            try await redeem()
            #expect(lines(server, "code_malformed").count == 2, "each client has its own")
            server.clock.advance(by: .milliseconds(9_999))
            try await redeem()
            #expect(lines(server, "code_malformed").count == 2)
            #expect(server.log.count("unlogged=") == 0)
            server.clock.advance(by: .milliseconds(1))
            try await redeem()
            #expect(lines(server, "code_malformed").count == 4)
            let counts = server.log.all.filter { $0.contains(" unlogged=") }
            #expect(counts.count == 2)
            #expect(counts.first?.contains(" like=refused code_malformed \(client.id) ") == true)
            #expect(counts.first?.hasSuffix(" unlogged=9") == true)
            #expect(counts.last?.contains("\(other.id) ") == true)
            #expect(counts.last?.hasSuffix(" unlogged=1") == true)
            #expect(server.decisions.reasons.count == 18, "the sink is told of each")
        }
    }

    @Test(
        "a client is called by the name that it gave, also where only its id comes along, and it is encoded once"
    )
    func names() async throws {
        try await TestServer.run(logLevel: .info) { server in
            let client = try await TestClient.register(server, metadata: ["client_name": "50% \"off\""])
            _ = try await client.redeem("nobody-made-this")
            let told = server.log.all.filter { $0.hasPrefix("info \"50%25 %22off%22\" ") }
            #expect(told.count == 2, "\(server.log.text)")
            #expect(told.last?.hasPrefix("info \"50%25 %22off%22\" was refused: the code is none") == true)
        }
    }

    @Test("an outage is one line, whoever comes", arguments: [Logger.Level.info, .warning])
    func outage(_ level: Logger.Level) async throws {
        try await TestServer.run(logLevel: level) { server in
            let (client, other) = try await two(server)
            let codes = [try await client.code(), try await other.code()]
            server.store.failure = .refusesChanges
            for _ in 1...3 {
                for (client, code) in zip([client, other], codes) { _ = try await client.redeem(code) }
            }
            #expect(lines(server, "store_away").count == 1)
            #expect(lines(server, "store_away").first?.hasPrefix("warning ") == true)
            server.clock.advance(by: .seconds(10))
            _ = try await client.redeem(codes[0])
            #expect(server.log.count("unlogged=5") == 1)
        }
    }

    @Test(
        "a sign of theft has its own, however many there are, and where only warnings are shown",
        arguments: [Logger.Level.info, .warning])
    func theft(_ level: Logger.Level) async throws {
        try await TestServer.run([.rotation("strict")], logLevel: level) { server in
            let client = try await TestClient.register(server)
            for _ in 1...3 {
                let code = try await client.code()
                for _ in 1...2 { _ = try await client.redeem(code) }
                let refresh = try await client.refreshToken()
                for _ in 1...2 { _ = try await client.refresh(refresh) }
            }
            for reason in ["code_reused", "refresh_token_reused"] {
                #expect(lines(server, reason).count == 3)
                #expect(lines(server, reason).allSatisfy { $0.hasPrefix("warning ") })
            }
            #expect((server.log.count("decision=consent_asked") > 0) == (level == .info))
        }
    }
}
