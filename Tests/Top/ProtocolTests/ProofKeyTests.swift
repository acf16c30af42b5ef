import JSON
import Testing

@Suite("proof keys, over HTTP")
struct ProofKeyTests {
    @Test("a request without code_challenge is invalid_request (RFC 7636 §4.4.1)", arguments: [nil, ""])
    func missing(_ challenge: String?) async throws {
        try await refused(["code_challenge": challenge])
        try await refused(["code_challenge": challenge, "code_challenge_method": nil])
    }

    @Test("a confidential client has to send one too (OAuth 2.1 §4.1.1)")
    func confidential() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_basic")
            expectError("invalid_request", try await client.authorize(["code_challenge": nil]), of: client)
        }
    }

    @Test(
        "plain is refused, and a method left out means plain (RFC 9700 §2.1.1)",
        arguments: ["plain", nil, ""])
    func plain(_ method: String?) async throws {
        try await refused(["code_challenge_method": method])
    }

    @Test(
        "an unknown method is refused and not taken for another",
        arguments: ["S512", "s256", "S256 ", "none"])
    func unknownMethod(_ method: String) async throws {
        try await refused(["code_challenge_method": method])
    }

    @Test(
        "a challenge has 43 to 128 characters of the base64url alphabet (RFC 7636 §4.2)",
        arguments: [
            String(repeating: "a", count: 42), String(repeating: "a", count: 129),
            String(repeating: "a", count: 42) + "=", String(repeating: "a", count: 42) + "+",
            String(repeating: "a", count: 42) + "/", String(repeating: "a", count: 42) + "~",
            String(repeating: "a", count: 42) + ".", String(repeating: "a", count: 42) + " ",
            String(repeating: "a", count: 42) + "ü", TestClient.challenge + "=", TestClient.challenge + "\n",
        ])
    func malformed(_ challenge: String) async throws {
        try await refused(["code_challenge": challenge])
    }

    @Test("challenges of 43 and of 128 characters are accepted")
    func wellFormed() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for length in [43, 128] {
                expectConsent(
                    try await client.authorize(["code_challenge": String(repeating: "-", count: length)]))
            }
        }
    }

    @Test("a repeated code_challenge is invalid_request, even with the same value")
    func repeated() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for value in [TestClient.challenge, String(repeating: "a", count: 43), ""] {
                let answer = try await client.authorize(adding: "&code_challenge=" + value)
                expectError("invalid_request", answer, of: client)
            }
        }
    }

    @Test("a code that was asked for with a challenge needs its verifier (RFC 9700 §4.8.2)")
    func downgrade() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            for absent in [nil, ""] {
                let answer = try await client.redeem(code, ["code_verifier": absent])
                #expect(answer.status == 400)
                #expect(["invalid_grant", "invalid_request"].contains(answer.error))
                #expect(answer.json["access_token"] == nil)
            }
        }
    }

    @Test("a wrong verifier is invalid_grant, and the code still works for its owner; five kill it")
    func wrongVerifier() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let wrong = String(repeating: "w", count: 43)
            for (attempts, isAlive) in [(1, true), (4, true), (5, false)] {
                let code = try await client.code()
                for _ in 0..<attempts {
                    let answer = try await client.redeem(code, ["code_verifier": wrong])
                    #expect(answer.status == 400)
                    #expect(answer.error == "invalid_grant")
                }
                let answer = try await client.redeem(code)
                #expect(answer.status == (isAlive ? 200 : 400))
                #expect(answer.error == (isAlive ? nil : "invalid_grant"))
            }
        }
    }

    @Test(
        "a verifier has 43 to 128 unreserved characters (RFC 7636 §4.1)",
        arguments: [
            String(repeating: "a", count: 42), String(repeating: "a", count: 129),
            String(repeating: "a", count: 42) + "=", String(repeating: "a", count: 42) + "ü",
            TestClient.verifier + " ", TestClient.challenge,
        ])
    func malformedVerifier(_ verifier: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let answer = try await client.redeem(try await client.code(), ["code_verifier": verifier])
            #expect(answer.status == 400)
            #expect(answer.error == "invalid_grant")
        }
    }

    private func refused(_ changes: [String: String?]) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectError("invalid_request", try await client.authorize(changes), of: client)
        }
    }
}
