import JSON
import Support
import Testing

@Suite("the authorization code")
struct AuthorizationCodeTests {
    @Test("a second redemption is invalid_grant and revokes every token of the first (RFC 6749 §4.1.2)")
    func replay() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let tokens = try Tokens(await client.redeem(code))
            let untouched = try await client.tokens()
            #expect(try await server.isActive(tokens.access))
            expectInvalidGrant(try await client.redeem(code))
            #expect(try await !server.isActive(tokens.access))
            expectInvalidGrant(try await client.refresh(tokens.refresh ?? ""))
            #expect(try await server.isActive(untouched.access))
        }
    }

    @Test("a second redemption revokes what was refreshed in between, too")
    func replayAfterRefresh() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let first = try Tokens(await client.redeem(code))
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            expectInvalidGrant(try await client.redeem(code))
            #expect(try await !server.isActive(second.access))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
        }
    }

    @Test("a second redemption with a wrong verifier or by another client leaves the tokens alone")
    func replayByOthers() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let other = try await TestClient.register(server)
            let code = try await client.code()
            let tokens = try Tokens(await client.redeem(code))
            for _ in 0..<6 { expectInvalidGrant(try await client.redeem(code, ["code_verifier": wrong])) }
            expectInvalidGrant(try await other.redeem(code))
            #expect(try await server.isActive(tokens.access))
            #expect(try await client.refresh(tokens.refresh ?? "").status == 200)
        }
    }

    @Test("a code of one client with the credentials of another is invalid_grant and stays good for its own")
    func wrongClient() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let others = [
                try await TestClient.register(server),
                try await TestClient.register(server, method: "client_secret_basic"),
            ]
            let code = try await client.code()
            for other in others { expectInvalidGrant(try await other.redeem(code)) }
            let tokens = try Tokens(await client.redeem(code))
            #expect(try await server.introspect(tokens.access).json["client_id"] == .string(client.id))
        }
    }

    @Test("a confidential client's code is no use to who lacks its secret, and stays good")
    func confidential() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server, method: "client_secret_post")
            let code = try await client.code()
            let answer = try await server.post(
                "/oauth/token",
                form: [
                    "grant_type": "authorization_code", "code": code, "client_id": client.id,
                    "code_verifier": TestClient.verifier,
                ])
            #expect(answer.status == 401)
            #expect(answer.error == "invalid_client")
            #expect(try await client.redeem(code).status == 200)
        }
    }

    @Test("a code lives for 60 seconds")
    func lifetime() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let inTime = try await client.code()
            server.clock.advance(by: .seconds(59))
            #expect(try await client.redeem(inTime).status == 200)
            let late = try await client.code()
            server.clock.advance(by: .seconds(60))
            expectInvalidGrant(try await client.redeem(late))
        }
    }

    @Test("expired fails by itself, the wrong client fails by itself, and so do both together")
    func eachAlone() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let other = try await TestClient.register(server)
            let code = try await client.code()
            expectInvalidGrant(try await other.redeem(code))
            server.clock.advance(by: .seconds(61))
            expectInvalidGrant(try await client.redeem(code))
            expectInvalidGrant(try await other.redeem(code))
        }
    }

    @Test("the lifetime of a code is the manifest's")
    func declaredLifetime() async throws {
        let edit = ManifestEdit.replace("authorization_code: 60s ", with: "authorization_code: 5s ")
        try await TestServer.run([edit]) { server in
            let client = try await TestClient.register(server)
            let inTime = try await client.code()
            server.clock.advance(by: .seconds(4))
            #expect(try await client.redeem(inTime).status == 200)
            let late = try await client.code()
            server.clock.advance(by: .seconds(5))
            expectInvalidGrant(try await client.redeem(late))
        }
    }

    @Test(
        "no verifier where there was a challenge is invalid_grant, and the code is still good (RFC 9700 §4.8)"
    )
    func downgrade() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            expectInvalidGrant(try await client.redeem(code, ["code_verifier": nil]))
            expectInvalidGrant(try await client.redeem(code, ["code_verifier": ""]))
            #expect(try await client.redeem(code).status == 200)
        }
    }

    @Test("a code outlives four wrong verifiers of its owner and dies of the fifth")
    func wrongVerifier() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let four = try await client.code()
            for _ in 0..<4 { expectInvalidGrant(try await client.redeem(four, ["code_verifier": wrong])) }
            #expect(try await client.redeem(four).status == 200)
            let five = try await client.code()
            for _ in 0..<5 { expectInvalidGrant(try await client.redeem(five, ["code_verifier": wrong])) }
            expectInvalidGrant(try await client.redeem(five))
        }
    }

    @Test("a wrong client never counts against a code, whatever verifier it sends")
    func wrongClientNeverCounts() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let other = try await TestClient.register(server)
            let code = try await client.code()
            for _ in 0..<6 {
                expectInvalidGrant(try await other.redeem(code, ["code_verifier": wrong]))
                expectInvalidGrant(try await other.redeem(code))
            }
            for _ in 0..<4 { expectInvalidGrant(try await client.redeem(code, ["code_verifier": wrong])) }
            #expect(try await client.redeem(code).status == 200)
        }
    }

    @Test(
        "a verifier that is not 43 to 128 unreserved characters is invalid_grant (RFC 7636 §4.1)",
        arguments: [
            String(TestClient.verifier.dropLast()), String(repeating: "a", count: 129),
            TestClient.verifier.dropLast() + "+", TestClient.verifier.dropLast() + "é",
            TestClient.verifier + " ", TestClient.challenge,
        ])
    func malformedVerifier(verifier: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            expectInvalidGrant(try await client.redeem(code, ["code_verifier": verifier]))
            #expect(try await client.redeem(code).status == 200)
        }
    }

    @Test("redirect_uri is left out or the same, letter for letter; another one does not consume the code")
    func redirectURI() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            for uri in [
                "http://127.0.0.1:7777/callback/", "http://127.0.0.1:7777/callback?x=1",
                "http://127.0.0.1:7778/callback", "http://localhost:7777/callback", "https://example.com/cb",
                "HTTP://127.0.0.1:7777/callback",
            ] {
                expectInvalidGrant(try await client.redeem(code, ["redirect_uri": uri]))
            }
            #expect(try await client.redeem(code, ["redirect_uri": nil]).status == 200)
            let another = try await client.code()
            #expect(try await client.redeem(another).status == 200)
        }
    }

    @Test("a foreign resource is invalid_target, and the code is still good (RFC 8707 §2.2)")
    func foreignResource() async throws {
        try await TestServer.run([.otherResource, .otherServer]) { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            for resource in [otherResource, "http://localhost:3232/mcp/x", "https://example.com", "x"] {
                let answer = try await client.redeem(code, ["resource": resource])
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_target", "\(resource)")
            }
            let tokens = try Tokens(await client.redeem(code, ["resource": TestClient.resource]))
            #expect(try await server.introspect(tokens.access).json["aud"] == .string(TestClient.resource))
        }
    }

    @Test("a token request may name some of the resources that were authorized (RFC 8707 §2.2)")
    func subset() async throws {
        try await TestServer.run([.otherResource, .otherServer]) { server in
            let client = try await TestClient.register(server)
            let path = client.authorizePath() + "&resource=" + percentEncode(otherResource)
            let one = try Tokens(
                await client.redeem(client.codeOfPath(path), ["resource": otherResource]))
            #expect(try await server.introspect(one.access).json["aud"] == .string(otherResource))
            let all = try Tokens(await client.redeem(client.codeOfPath(path)))
            #expect(
                try await server.introspect(all.access).json["aud"]
                    == [.string(TestClient.resource), .string(otherResource)])
            // The narrower answer left the grant as it was.
            let next = try Tokens(await client.refresh(one.refresh ?? "", ["resource": TestClient.resource]))
            #expect(try await server.introspect(next.access).json["aud"] == .string(TestClient.resource))
        }
    }

    @Test("of 64 redemptions at once one wins, and the others are invalid_grant")
    func parallel() async throws {
        try await TestServer.run([.unlimitedTokens]) { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            let answers = try await atOnce(64) { try await client.redeem(code) }
            #expect(answers.count { $0.status == 200 } == 1)
            #expect(answers.count { $0.status == 400 && $0.error == "invalid_grant" } == 63)
            // The others were replays, so the winner's tokens are revoked.
            for winner in answers where winner.status == 200 {
                #expect(try await !server.isActive(Tokens(winner).access))
            }
        }
    }

    @Test(
        "a dead code is invalid_grant and never a failure of the server",
        arguments: [
            "x", "mac_", "mac_" + String(repeating: "A", count: 59),
            "mat_" + String(repeating: "A", count: 59),
            String(repeating: "m", count: 50_000), "mac_%00", "\u{0}", "ü",
        ])
    func deadCode(code: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectInvalidGrant(try await client.redeem(code))
        }
    }

    @Test("a code with one character changed is worth nothing, and an access token is no code")
    func altered() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let code = try await client.code()
            for index in [5, 30, 50] {
                var characters = Array(code)
                characters[index] = characters[index] == "A" ? "B" : "A"
                expectInvalidGrant(try await client.redeem(String(characters)))
            }
            let tokens = try Tokens(await client.redeem(code))
            expectInvalidGrant(try await client.redeem(tokens.access))
            expectInvalidGrant(try await client.redeem("mac_" + tokens.access.dropFirst(4)))
            #expect(try await server.isActive(tokens.access))
        }
    }

    @Test("a request without a code is invalid_request")
    func missing() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let answer = try await client.token([
                "grant_type": "authorization_code", "code_verifier": TestClient.verifier,
            ])
            #expect(answer.status == 400)
            #expect(answer.error == "invalid_request")
        }
    }

    @Test("a consent that takes ten minutes is over; a registration unused for 90 days is gone")
    func otherLifetimes() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let unused = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            server.clock.advance(by: .seconds(600))
            let late = try await browser.press(("decision", "approve"), on: consent)
            #expect(late.status >= 400 && late.status < 500)
            #expect(late.location == nil)
            let again = try await browser.open(client.authorizePath())
            server.clock.advance(by: .seconds(599))
            let login = try await browser.press(("decision", "approve"), on: again)
            #expect(login.status == 200)
            let session = try await browser.login("finish", on: login).all("set-cookie")
            #expect(session.contains { $0.lowercased().contains("max-age=604800") })

            server.clock.advance(by: .seconds(60 * 86400))
            _ = try await client.tokens()
            server.clock.advance(by: .seconds(40 * 86400))
            let gone = try await unused.redeem("mac_x")
            #expect(gone.status == 401)
            #expect(gone.error == "invalid_client")
            expectInvalidGrant(try await client.redeem("mac_x"))
        }
    }
}

/// Well-formed, and not the one behind the challenge.
private let wrong = String(repeating: "w", count: 43)

let otherResource = "http://localhost:4242/other"

extension ManifestEdit {
    static let unlimitedTokens = ManifestEdit.replace(
        "    rate_limit: { rate: 120/1m, only: failures }", with: "    rate_limit: none")

    /// A second resource; the resource server of the shipped manifest sees both.
    static let otherResource = ManifestEdit.replace(
        "    scopes: [mcp, mcp:admin]\n",
        with: "    scopes: [mcp, mcp:admin]\n  - resource: http://localhost:4242/other\n    name: Other\n")

    /// A resource server that sees tokens for the second resource only.
    static let otherServer = ManifestEdit.replace(
        "resource_servers:\n",
        with:
            "resource_servers:\n  - id: other-server\n    secret: other-server-secret-for-tests-only\n    resources: [\"http://localhost:4242/other\"]\n"
    )
}

extension TestClient {
    func codeOfPath(_ path: String) async throws -> String {
        let browser = Browser(server)
        let login = try await browser.press(("decision", "approve"), on: browser.open(path))
        let answer = try await browser.press(("action", "finish"), on: login, with: ["user_id": "ada"])
        guard let code = answer.redirect("code") else { throw TestFailure("no code: \(answer.text)") }
        return code
    }
}

func expectInvalidGrant(
    _ answer: Response, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(answer.status == 400, sourceLocation: sourceLocation)
    #expect(answer.error == "invalid_grant", sourceLocation: sourceLocation)
}

/// So many requests at once.
func atOnce(
    _ count: Int, _ request: @escaping @Sendable () async throws -> Response
) async throws -> [Response] {
    try await withThrowingTaskGroup(of: Response.self) { group in
        for _ in 0..<count { group.addTask { try await request() } }
        var answers: [Response] = []
        for try await answer in group { answers.append(answer) }
        return answers
    }
}
