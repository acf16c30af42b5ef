import JSON
import Support
import Testing

@Suite("how often a grant may be refreshed")
struct RotationLimitTests {
    private static func rate(_ rate: String) -> ManifestEdit {
        .replace("window: 30s\n    rate: 30/1m", with: "window: 30s\n    rate: \(rate)")
    }

    @Test(
        "thirty times a minute; then 429 with when to come back, never invalid_grant, and nothing is rotated")
    func shipped() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            var tokens = try await client.tokens()
            for _ in 0..<30 { tokens = try Tokens(await client.refresh(tokens.refresh ?? "")) }
            server.clock.advance(by: .seconds(15))
            for _ in 0..<3 {
                let refusal = try await client.refresh(tokens.refresh ?? "")
                #expect(refusal.status == 429)
                #expect(refusal.error == "too_many_requests")
                #expect(refusal["content-type"] == "application/json")
                #expect(refusal["cache-control"] == "no-store")
                #expect(refusal["retry-after"] == "45")
                #expect(refusal["ratelimit-limit"] == "30")
                #expect(refusal["ratelimit-remaining"] == "0")
                #expect(refusal["ratelimit-reset"] == "45")
            }
            #expect(try await server.isActive(tokens.access))
            server.clock.advance(by: .seconds(45))
            #expect(try await client.refresh(tokens.refresh ?? "").status == 200)
        }
    }

    @Test("replayed answers neither count nor are refused: whoever lost the last one gets it again")
    func replays() async throws {
        try await TestServer.run([Self.rate("2/10m")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            for _ in 0..<5 {
                #expect(try Tokens(await client.refresh(first.refresh ?? "")).access == second.access)
            }
            let third = try Tokens(await client.refresh(second.refresh ?? ""))
            #expect(try await client.refresh(third.refresh ?? "").status == 429)
            for _ in 0..<5 {
                #expect(try Tokens(await client.refresh(second.refresh ?? "")).access == third.access)
            }
        }
    }

    @Test("many at once with one token are one rotation and its replays, however low the limit")
    func concurrent() async throws {
        try await TestServer.run([Self.rate("1/10m")]) { server in
            let client = try await TestClient.register(server)
            let refresh = try await client.tokens().refresh ?? ""
            let answers = try await withThrowingTaskGroup(of: Response.self) { group in
                for _ in 0..<16 { group.addTask { try await client.refresh(refresh) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 })
            #expect(Set(answers.compactMap { $0.json["access_token"]?.string }).count == 1)
        }
    }

    @Test("each grant has its own, and what is no token of a grant counts for none")
    func apart() async throws {
        try await TestServer.run([Self.rate("1/10m"), .unlimitedTokens]) { server in
            let client = try await TestClient.register(server)
            let one = try await client.tokens()
            let other = try await client.tokens()
            let foreign = try await TestClient.register(server)
            for _ in 0..<5 {
                expectInvalidGrant(try await client.refresh("mrt_" + String(repeating: "x", count: 59)))
                expectInvalidGrant(try await foreign.refresh(one.refresh ?? ""))
            }
            let next = try Tokens(await client.refresh(one.refresh ?? ""))
            #expect(try await client.refresh(next.refresh ?? "").status == 429)
            #expect(try await client.refresh(other.refresh ?? "").status == 200)
            expectInvalidGrant(try await foreign.refresh(next.refresh ?? ""))
        }
    }

    @Test("a full limit hides no reuse, whatever the mode", arguments: ["strict", "grace\n    window: 30s"])
    func reuse(mode: String) async throws {
        let edits = [Self.rate("1/10m"), .replace("replay\n    window: 30s", with: mode)]
        try await TestServer.run(edits) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            #expect(try await client.refresh(second.refresh ?? "").status == 429)
            if mode != "strict" {
                #expect(try await client.refresh(first.refresh ?? "").status == 429)
                #expect(try await server.isActive(second.access))
            }
            server.clock.advance(by: .seconds(31))
            expectInvalidGrant(try await client.refresh(first.refresh ?? ""))
            #expect(try await !server.isActive(second.access))
        }
    }

    @Test("none: as often as anybody likes")
    func unlimited() async throws {
        try await TestServer.run([Self.rate("none")]) { server in
            let client = try await TestClient.register(server)
            var tokens = try await client.tokens()
            for _ in 0..<40 { tokens = try Tokens(await client.refresh(tokens.refresh ?? "")) }
        }
    }
}
