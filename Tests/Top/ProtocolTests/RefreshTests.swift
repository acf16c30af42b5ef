import JSON
import Support
import Testing
import WireText

@Suite("the refresh token")
struct RefreshTests {
    @Test("every use gives a new refresh token, and the access token beside the old one ends")
    func rotation() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            #expect(second.access != first.access)
            #expect(second.refresh != nil && second.refresh != first.refresh)
            #expect(second.response.json["expires_in"] == 3600)
            #expect(second.response.json["scope"] == "mcp")
            #expect(try await !server.isActive(first.access))
            let introspection = try await server.introspect(second.access).json
            #expect(introspection["active"] == true)
            #expect(introspection["sub"] == "ada")
            #expect(introspection["client_id"] == .string(client.id))
            let third = try Tokens(await client.refresh(second.refresh ?? ""))
            #expect(try await !server.isActive(second.access))
            #expect(try await server.isActive(third.access))
        }
    }

    @Test(
        "replay: the same request within the window gets the same answer, with what is left of expires_in")
    func replay() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(29))
            let again = try Tokens(await client.refresh(first.refresh ?? ""))
            #expect(again.access == second.access)
            #expect(again.refresh == second.refresh)
            #expect(again.response.json["expires_in"] == 3571)
            #expect(again.response.json["scope"] == "mcp")
            #expect(try await server.isActive(second.access))
            #expect(try await client.refresh(second.refresh ?? "").status == 200)
        }
    }

    @Test("replay: the same scope and resource written out are the same request")
    func replayWrittenOut() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            let again = try Tokens(
                await client.refresh(
                    first.refresh ?? "", ["scope": "mcp", "resource": TestClient.resource]))
            #expect(again.access == second.access)
        }
    }

    @Test("replay: other parameters are invalid_grant, and nothing is revoked")
    func replayOtherParameters() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens(["scope": "mcp mcp:admin"])
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            expectInvalidGrant(try await client.refresh(first.refresh ?? "", ["scope": "mcp"]))
            #expect(try await server.isActive(second.access))
            #expect(try Tokens(await client.refresh(first.refresh ?? "")).access == second.access)
            #expect(try await client.refresh(second.refresh ?? "").status == 200)
        }
    }

    @Test("replay: once the successor is used, the old token is reuse and revokes the family")
    func successorUsed() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            let third = try Tokens(await client.refresh(second.refresh ?? ""))
            expectInvalidGrant(try await client.refresh(first.refresh ?? ""))
            #expect(try await !server.isActive(third.access))
            expectInvalidGrant(try await client.refresh(third.refresh ?? ""))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
        }
    }

    @Test("replay: after the window, reuse revokes the family and no other grant (RFC 9700 §4.14.2)")
    func afterWindow() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let other = try await client.tokens()
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(30))
            expectInvalidGrant(try await client.refresh(first.refresh ?? ""))
            #expect(try await !server.isActive(second.access))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
            #expect(try await server.isActive(other.access))
            #expect(try await client.refresh(other.refresh ?? "").status == 200)
        }
    }

    @Test("replay: the window is the manifest's")
    func declaredWindow() async throws {
        try await TestServer.run([.replace("    window: 30s", with: "    window: 5s")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(4))
            #expect(try Tokens(await client.refresh(first.refresh ?? "")).access == second.access)
            server.clock.advance(by: .seconds(1))
            expectInvalidGrant(try await client.refresh(first.refresh ?? ""))
            #expect(try await !server.isActive(second.access))
        }
    }

    @Test("strict: any reuse revokes the family at once")
    func strict() async throws {
        try await TestServer.run([.rotation("strict")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            expectInvalidGrant(try await client.refresh(first.refresh ?? ""))
            #expect(try await !server.isActive(second.access))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
        }
    }

    @Test("grace: the old token stays good for the window, after it reuse revokes the family")
    func grace() async throws {
        try await TestServer.run([.rotation("grace\n    window: 10s")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(9))
            let third = try Tokens(await client.refresh(first.refresh ?? ""))
            #expect(third.access != second.access)
            #expect(third.refresh != second.refresh)
            #expect(try await server.isActive(third.access))
            server.clock.advance(by: .seconds(1))
            expectInvalidGrant(try await client.refresh(first.refresh ?? ""))
            #expect(try await !server.isActive(second.access))
            #expect(try await !server.isActive(third.access))
            expectInvalidGrant(try await client.refresh(third.refresh ?? ""))
        }
    }

    @Test("50 refreshes at once make one new token, and all of them are told which")
    func parallelReplay() async throws {
        try await TestServer.run([.unlimitedTokens]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let answers = try await atOnce(50) { try await client.refresh(first.refresh ?? "") }
            #expect(answers.allSatisfy { $0.status == 200 })
            #expect(Set(answers.map(\.text)).count == 1)
            let second = try Tokens(answers[0])
            #expect(try await server.isActive(second.access))
            #expect(try await client.refresh(second.refresh ?? "").status == 200)
        }
    }

    @Test("strict: of 50 refreshes at once one is answered, and the family is revoked")
    func parallelStrict() async throws {
        try await TestServer.run([.unlimitedTokens, .rotation("strict")]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            let answers = try await atOnce(50) { try await client.refresh(first.refresh ?? "") }
            #expect(answers.count { $0.status == 200 } == 1)
            #expect(answers.count { $0.error == "invalid_grant" } == 49)
            for winner in answers where winner.status == 200 {
                let second = try Tokens(winner)
                #expect(try await !server.isActive(second.access))
                expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
            }
        }
    }

    @Test("a narrower scope is granted, and does not shrink the grant (RFC 6749 §6)")
    func narrowerScope() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens(["scope": "mcp mcp:admin"])
            let narrow = try Tokens(await client.refresh(first.refresh ?? "", ["scope": "mcp"]))
            #expect(narrow.response.json["scope"] == "mcp")
            #expect(try await server.introspect(narrow.access).json["scope"] == "mcp")
            let whole = try Tokens(await client.refresh(narrow.refresh ?? ""))
            #expect(
                whole.response.json["scope"]?.string.map { Set($0.split(separator: UInt8(ascii: " "))) }
                    == ["mcp", "mcp:admin"])
        }
    }

    @Test("a wider scope is invalid_scope, and the refresh token is not spent (RFC 6749 §6)")
    func widerScope() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            for scope in ["mcp mcp:admin", "mcp:admin", "mcp:admin offline_access", "unknown", "mcp \"x\""] {
                let answer = try await client.refresh(first.refresh ?? "", ["scope": scope])
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_scope", "\(scope)")
            }
            #expect(try await server.isActive(first.access))
            #expect(try await client.refresh(first.refresh ?? "").status == 200)
        }
    }

    @Test("a foreign resource is invalid_target, and the refresh token is not spent (RFC 8707 §2.2)")
    func foreignResource() async throws {
        try await TestServer.run([.otherResource, .otherServer]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            for resource in [otherResource, "https://example.com/", "nonsense"] {
                let answer = try await client.refresh(first.refresh ?? "", ["resource": resource])
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_target", "\(resource)")
            }
            #expect(try await server.isActive(first.access))
            let second = try Tokens(
                await client.refresh(first.refresh ?? "", ["resource": TestClient.resource]))
            #expect(try await server.introspect(second.access).json["aud"] == .string(TestClient.resource))
        }
    }

    @Test(
        "for a resource that was taken out of the manifest there are no new tokens: invalid_target, and nothing is spent"
    )
    func removedResource() async throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        var server = try await TestServer.start(folder)
        let client = try await TestClient.register(server)
        let first = try await client.tokens()
        await server.stop()

        server = try await TestServer.start(folder, environment: ["BASE_URI": "http://localhost:4242"])
        let moved = TestClient(server: server, id: client.id, secret: nil, method: client.method)
        for parameters in [[:], ["resource": TestClient.resource]] {
            let answer = try await moved.refresh(first.refresh ?? "", parameters)
            #expect(answer.status == 400)
            #expect(answer.error == "invalid_target", "\(parameters)")
        }
        await server.stop()

        server = try await TestServer.start(folder)
        let back = TestClient(server: server, id: client.id, secret: nil, method: client.method)
        #expect(try await back.refresh(first.refresh ?? "").status == 200)
        await server.stop()
    }

    @Test("a refresh token unused for 30 days is over; used on the last second it is good")
    func idle() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            server.clock.advance(by: .seconds(30 * day - 1))
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(30 * day))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
        }
    }

    @Test("a grant ends after 90 days, even under steady rotation, and its access tokens with it")
    func absolute() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            var tokens = try await client.tokens()
            for _ in 0..<3 {
                server.clock.advance(by: .seconds(29 * day))
                tokens = try Tokens(await client.refresh(tokens.refresh ?? ""))
            }
            server.clock.advance(by: .seconds(3 * day - 600))
            tokens = try Tokens(await client.refresh(tokens.refresh ?? ""))
            #expect(tokens.response.json["expires_in"] == 600)
            server.clock.advance(by: .seconds(599))
            #expect(try await server.isActive(tokens.access))
            server.clock.advance(by: .seconds(1))
            #expect(try await !server.isActive(tokens.access))
            expectInvalidGrant(try await client.refresh(tokens.refresh ?? ""))
        }
    }

    @Test("the lifetimes are the manifest's")
    func declaredLifetimes() async throws {
        try await TestServer.run([
            .replace("  access_token: 1h\n", with: "  access_token: 20s\n"),
            .replace("    idle: 30d ", with: "    idle: 60s "),
            .replace("    absolute: 90d ", with: "    absolute: 100s "),
        ]) { server in
            let client = try await TestClient.register(server)
            let first = try await client.tokens()
            #expect(first.response.json["expires_in"] == 20)
            server.clock.advance(by: .seconds(59))
            #expect(try await !server.isActive(first.access))
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(41))
            expectInvalidGrant(try await client.refresh(second.refresh ?? ""))
        }
    }

    @Test("a refresh token is bound to its client; another one's try neither spends nor revokes it")
    func foreignClient() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let other = try await TestClient.register(server)
            let confidential = try await TestClient.register(server, method: "client_secret_basic")
            let first = try await client.tokens()
            for thief in [other, confidential] {
                expectInvalidGrant(try await thief.refresh(first.refresh ?? ""))
            }
            #expect(try await server.isActive(first.access))
            let second = try Tokens(await client.refresh(first.refresh ?? ""))
            server.clock.advance(by: .seconds(31))
            expectInvalidGrant(try await other.refresh(first.refresh ?? ""))
            #expect(try await server.isActive(second.access))
            #expect(try await client.refresh(second.refresh ?? "").status == 200)
        }
    }

    @Test("no refresh token for a client that did not register the grant")
    func notRegistered() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(
                server, metadata: ["grant_types": ["authorization_code"]])
            #expect(try await client.tokens().refresh == nil)
        }
    }

    @Test("offline_access gives a refresh token, and the right to use it, to any client")
    func offlineAccess() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(
                server, metadata: ["grant_types": ["authorization_code"]])
            let first = try await client.tokens(["scope": "mcp offline_access"])
            let refresh = try #require(first.refresh)
            let second = try Tokens(await client.refresh(refresh))
            #expect(second.refresh != nil)
            #expect(try await server.isActive(second.access))
        }
    }

    @Test(
        "a dead refresh token is invalid_grant and never a failure of the server",
        arguments: [
            "x", "mrt_", "mrt_" + String(repeating: "A", count: 59),
            "mat_" + String(repeating: "A", count: 59),
            String(repeating: "m", count: 50_000), "\u{0}", "ü",
        ])
    func dead(token: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            expectInvalidGrant(try await client.refresh(token))
        }
    }

    @Test("an access token is no refresh token; a request without one is invalid_request")
    func otherKinds() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens()
            expectInvalidGrant(try await client.refresh(tokens.access))
            expectInvalidGrant(try await client.refresh("mrt_" + tokens.access.dropFirst(4)))
            let missing = try await client.token(["grant_type": "refresh_token"])
            #expect(missing.status == 400)
            #expect(missing.error == "invalid_request")
            #expect(try await server.isActive(tokens.access))
        }
    }
}

private let day: Int64 = 86400

extension ManifestEdit {
    static func rotation(_ mode: String) -> ManifestEdit {
        .replace("    rotation: replay\n    window: 30s", with: "    rotation: " + mode)
    }
}
