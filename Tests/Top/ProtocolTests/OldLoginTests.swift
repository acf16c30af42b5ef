import JSON
import Support
import Testing

@Suite("logins in a store that an earlier version filled")
struct OldLoginTests {
    @Test("who was logged in still is, until the logout", arguments: OldStore.all)
    func session(_ place: OldStore.Place) async throws {
        func visitor(_ server: TestServer, _ store: OldStore) throws -> Browser {
            let browser = Browser(server)
            browser.setCookie("mcp_auth_session", try store["session"])
            return browser
        }
        try await OldStore.run(place) { server, store in
            let client = try store.client(on: server)
            let browser = try visitor(server, store)
            expectError("consent_required", try await browser.silently(client), of: client)
            #expect(try shownUser(try await browser.loginPage(of: client)) == "ada")
            #expect(try await browser.post("/logout", [:]).text.contains("You are signed out"))
        } afterwards: { server, store in
            let client = try store.client(on: server)
            expectError(
                "login_required", try await visitor(server, store).silently(client), of: client)
        }
    }

    @Test("who was logged in is so no longer when the session was to end", arguments: OldStore.all)
    func sessionEnd(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let client = try store.client(on: server)
            let browser = Browser(server)
            browser.setCookie("mcp_auth_session", try store["session"])
            server.clock.advance(by: .seconds(7 * 86_400 - 600))
            expectError("consent_required", try await browser.silently(client), of: client)
            server.clock.advance(by: .seconds(600))
            expectError("login_required", try await browser.silently(client), of: client)
        }
    }

    @Test(
        "a consent page that was open is answered, by the browser that it was shown to alone",
        arguments: OldStore.all)
    func pending(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            func approve(in browser: Browser) async throws -> Response {
                try await browser.post(
                    "/oauth/authorize",
                    [
                        "request": try store["pending_request"], "csrf": try store["pending_csrf"],
                        "decision": "approve",
                    ])
            }
            expectPage(try await approve(in: Browser(server)), status: 403)
            let browser = try store.browser("pending", on: server)
            let page = try await browser.follow(try await approve(in: browser))
            try await expectTokens(
                try await browser.press(("action", "finish"), on: page, with: ["user_id": "ada"]), server,
                store)
        }
    }

    @Test("a login page that was open is answered", arguments: OldStore.of("9acc2a4"))
    func login(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let browser = try store.browser("login", on: server)
            let answer = try await finish(in: browser, server, store)
            try await expectTokens(try await browser.follow(answer), server, store)
        }
    }

    @Test("who was on the way back from the login arrives, once", arguments: OldStore.of("9acc2a4"))
    func callback(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let browser = try store.browser("callback", on: server)
            try await expectTokens(try await arrive(in: browser, store), server, store)
        } afterwards: { server, store in
            expectPage(try await arrive(in: try store.browser("callback", on: server), store))
        }
    }

    @Test(
        "a login that was under way before a state named its browser is begun anew, and the page says so",
        arguments: OldStore.of("6157409"))
    func unfinished(_ place: OldStore.Place) async throws {
        try await OldStore.run(place) { server, store in
            let waiting = try store.browser("login", on: server)
            let returning = try store.browser("callback", on: server)
            for answer in [
                try await waiting.follow(try await finish(in: waiting, server, store)),
                try await arrive(in: returning, store),
            ] {
                expectPage(answer)
                #expect(answer.text.contains("start again from the application"))
            }
            for browser in [waiting, returning] {
                let client = try store.client(on: server)
                let again = try await client.approve(["state": "known"], in: browser)
                try await expectTokens(again, server, store)
            }
        }
    }
}

/// Sends the login page that was open.
private func finish(in browser: Browser, _ server: TestServer, _ store: OldStore) async throws -> Response {
    try await browser.post(
        "/fakeupstreamauth/authorize",
        [
            "state": try store["login_state"], "csrf": try store["login_csrf"],
            "redirect_uri": server.issuer + "/fakeupstreamauth/callback",
            "user_id": "ada", "action": "finish",
        ])
}

/// Goes where the login page had led.
private func arrive(in browser: Browser, _ store: OldStore) async throws -> Response {
    let (code, state) = (try store["callback_code"], try store["callback_state"])
    return try await browser.get("/fakeupstreamauth/callback?code=\(code)&state=\(state)")
}

/// Arrived at the client with a code that is worth tokens.
private func expectTokens(_ answer: Response, _ server: TestServer, _ store: OldStore) async throws {
    #expect(answer.redirect("state") == "known")
    let tokens = try Tokens(
        try await store.client(on: server).redeem(try #require(answer.redirect("code"))))
    #expect(try await server.introspect(tokens.access).json["sub"] == "ada")
}
