import Logging
import OAuthModel
import Support
import Testing
import Timeline

@Suite("timeline: what strangers send takes no more than its room, and washes nobody out")
struct FloodTests {
    private static let unlimited = ManifestEdit.replace(
        "  rate_limit: 600/1m             # from", with: "  rate_limit: none             # from")
    private static let proxied = ManifestEdit.replace(
        "\nserver:\n", with: "\nserver:\n  trusted_proxies: [127.0.0.1]\n")
    private static let count = Soak.isOn ? 100_000 : 6_000

    /// Of an address, each with another client, of which nothing is known.
    private func flood(_ server: TestServer, from address: (Int) -> String) async throws {
        let filler = String(repeating: "x", count: 1_500)
        for number in 1...Self.count {
            let answer = try await server.get(
                "/oauth/authorize?client_id=nobody-\(number)-\(filler)&response_type=code",
                headers: [("X-Forwarded-For", address(number))])
            #expect(answer.status == 400)
        }
    }

    private func logins(_ server: TestServer) async throws -> Set<FlowName> {
        for _ in 1...10 {
            let tokens = try await TestClient.register(server).tokens()
            #expect(try await server.isActive(tokens.access))
        }
        return Set(try #require(server.timeline).summaries(FlowFilter(verdict: .done)).map(\.name))
    }

    @Test("a flood of bad requests from twenty addresses leaves the last ten logins, whole")
    func elsewhere() async throws {
        try await TestServer.run([Self.unlimited, Self.proxied], logLevel: .error) { server in
            let timeline = try #require(server.timeline)
            let honest = try await logins(server)
            #expect(honest.count == 10)
            try await flood(server) { "198.51.100.\($0 % 20 + 1)" }
            let left = timeline.summaries(FlowFilter(verdict: .done))
            #expect(Set(left.map(\.name)) == honest)
            for name in honest { #expect(timeline.flow(name)?.names.count == 7) }
            #expect(timeline.bytes <= 8 << 20)
            #expect(timeline.summaries().count < Self.count, "else it was none")
        }
    }

    @Test("one from the same address leaves them as well")
    func atHome() async throws {
        try await TestServer.run([Self.unlimited], logLevel: .error) { server in
            let timeline = try #require(server.timeline)
            let honest = try await logins(server)
            try await flood(server) { _ in "127.0.0.1" }
            #expect(Set(timeline.summaries(FlowFilter(verdict: .done)).map(\.name)) == honest)
            #expect(timeline.bytes <= 8 << 20)
        }
    }

    @Test("what is alike is counted: a thousand times the same is one row with one hop")
    func alike() async throws {
        try await TestServer.run([Self.unlimited], logLevel: .error) { server in
            for _ in 1...1_000 { _ = try await server.get("/oauth/authorize?client_id=nobody") }
            let flow = try server.onlyFlow()
            #expect(flow.hops.count == 1 && flow.summary.hopCount == 1_000)
        }
    }

    @Test("of many paths that are asked for, some are told apart and all are counted")
    func paths() async throws {
        try await TestServer.run([Self.unlimited], logLevel: .error) { server in
            for number in 1...100 { _ = try await server.get("/nothing/\(number)") }
            let flow = try server.onlyFlow()
            #expect(flow.hops.count == 8 && flow.summary.hopCount == 100)
        }
    }
}
