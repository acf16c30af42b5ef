import JSON
import Testing
import WireText

@Suite("a store that an earlier version filled")
struct OldStoreTests {
    @Test("its access tokens are active, and its refresh tokens go on", arguments: OldStore.Kind.allCases)
    func tokens(_ kind: OldStore.Kind) async throws {
        try await OldStore.run(kind) { server, store in
            let client = try store.client("client", on: server)
            let answer = try await server.introspect(try store["access"])
            #expect(answer.json["active"] == true)
            #expect(answer.json["client_id"]?.string?.shown == client.id)
            #expect(answer.json["sub"] == "ada")
            let tokens = try Tokens(try await client.refresh(try store["refresh"]))
            #expect(try await server.isActive(tokens.access))
            #expect(try await server.isActive(try store["access"]) == false)
        }
    }

    @Test("a code that was waiting is redeemed, once", arguments: OldStore.Kind.allCases)
    func code(_ kind: OldStore.Kind) async throws {
        try await OldStore.run(kind) { server, store in
            let client = try store.client("client", on: server)
            let tokens = try Tokens(try await client.redeem(try store["code"]))
            #expect(try await server.isActive(tokens.access))
            #expect(try await client.redeem(try store["code"]).error == "invalid_grant")
            #expect(try await server.isActive(tokens.access) == false)
        }
    }

    @Test(
        "a spent refresh token gets its answer again, until the successor is used",
        arguments: OldStore.Kind.allCases)
    func replay(_ kind: OldStore.Kind) async throws {
        try await OldStore.run(kind) { server, store in
            let client = try store.client("client", on: server)
            let again = try Tokens(try await client.refresh(try store["spent"]))
            #expect(again.refresh == (try store["successor"]))
            #expect(again.access == (try store["successor_access"]))
            #expect(try await client.refresh(try store["successor"]).status == 200)
            #expect(try await client.refresh(try store["spent"]).error == "invalid_grant")
        }
    }

    @Test(
        "a grant of three hundred rotations goes on, knows its first token, and is revoked whole",
        arguments: OldStore.Kind.allCases)
    func long(_ kind: OldStore.Kind) async throws {
        try await OldStore.run(kind) { server, store in
            let client = try store.client("client", on: server)
            #expect(try await server.isActive(try store["long_access"]))
            let tokens = try Tokens(try await client.refresh(try store["long_refresh"]))
            #expect(try await client.revoke(try #require(tokens.refresh)).status == 200)
            #expect(try await server.isActive(tokens.access) == false)
        }
        try await OldStore.run(kind) { server, store in
            let client = try store.client("client", on: server)
            #expect(try await client.refresh(try store["long_first"]).error == "invalid_grant")
            #expect(try await server.isActive(try store["long_access"]) == false)
        }
    }

    @Test("a client with a record larger than is taken today works on", arguments: OldStore.Kind.allCases)
    func fatClient(_ kind: OldStore.Kind) async throws {
        try await OldStore.run(kind) { server, store in
            let client = try store.client("fat_client", on: server)
            let tokens = try Tokens(try await client.redeem(try await client.code()))
            #expect(try await server.isActive(tokens.access))
            #expect(try await client.refresh(try store["fat_refresh"]).status == 200)
        }
    }

    @Test(
        "a client's secret, a session and a consent page that was open are still good",
        arguments: OldStore.Kind.allCases)
    func others(_ kind: OldStore.Kind) async throws {
        try await OldStore.run(kind) { server, store in
            let client = try store.client("client", on: server)
            let confidential = try store.client("confidential_client", on: server, secret: "client_secret")
            #expect(try await confidential.redeem(try await confidential.code()).status == 200)
            let browser = Browser(server)
            browser.setCookie("mcp_auth_session", try store["session"])
            expectError("consent_required", try await browser.silently(client), of: client)
            let waiting = Browser(server)
            waiting.setCookie("mcp_auth_browser", try store["pending_browser"])
            let login = try await waiting.post(
                "/oauth/authorize",
                [
                    "request": try store["pending_request"], "csrf": try store["pending_csrf"],
                    "decision": "approve",
                ])
            let answer = try await waiting.press(
                ("action", "finish"), on: try await waiting.follow(login), with: ["user_id": "ada"])
            let code = try #require(answer.redirect("code"))
            #expect(try await client.redeem(code).status == 200)
        }
    }
}
