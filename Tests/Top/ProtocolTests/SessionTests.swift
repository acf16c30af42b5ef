import Support
import Testing

@Suite("sessions of the fake upstream, over HTTP")
struct SessionTests {
    @Test("logging out ends the session, and says whether there was one")
    func logout() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            #expect(try await client.approve(in: browser, as: "ada").redirect("code") != nil)
            let answer = try await browser.post("/logout", [:])
            #expect(answer.status == 200)
            #expect(answer.text.contains("You are signed out"))
            #expect(browser.cookie("mcp_auth_session") == nil)
            expectError("login_required", try await browser.silently(client), of: client)
            #expect(try await browser.post("/logout", [:]).text.contains("You were not signed in"))
            #expect(try await browser.get("/logout").status == 405)
        }
    }

    @Test("a logout ends the session for everyone who has a copy of the cookie, and no other session")
    func copiedCookie() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let other = Browser(server)
            for browser in [browser, other] {
                #expect(try await client.approve(in: browser).redirect("code") != nil)
            }
            let copy = Browser(server)
            copy.setCookie("mcp_auth_session", browser.cookie("mcp_auth_session"))
            expectError("consent_required", try await copy.silently(client), of: client)
            _ = try await browser.post("/logout", [:])
            expectError("login_required", try await copy.silently(client), of: client)
            #expect(try await copy.post("/logout", [:]).text.contains("You were not signed in"))
            expectError("consent_required", try await other.silently(client), of: client)
        }
    }

    @Test("a logout leaves the grants of the person alone")
    func grants() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let code = try #require(try await client.approve(in: browser).redirect("code"))
            let tokens = try Tokens(try await client.redeem(code))
            _ = try await browser.post("/logout", [:])
            #expect(try await server.isActive(tokens.access))
            #expect(try await client.refresh(try #require(tokens.refresh)).status == 200)
        }
    }

    @Test("every login makes a new session and ends the one that the browser came with (session fixation)")
    func fixation() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let attacker = Browser(server)
            #expect(try await client.approve(in: attacker, as: "mallory").redirect("code") != nil)
            let planted = try #require(attacker.cookie("mcp_auth_session"))
            let browser = Browser(server)
            browser.setCookie("mcp_auth_session", planted)
            #expect(try await client.approve(in: browser, as: "ada").redirect("code") != nil)
            let session = try #require(browser.cookie("mcp_auth_session"))
            #expect(session != planted)
            expectError("consent_required", try await browser.silently(client), of: client)
            expectError("login_required", try await attacker.silently(client), of: client)
        }
    }

    @Test(
        "a cookie that stands for no session is as none: the login begins anew and makes a new one",
        arguments: [
            "planted", "", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", String(repeating: "A", count: 4000),
        ])
    func unknown(_ cookie: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            browser.setCookie("mcp_auth_session", cookie)
            expectError("login_required", try await browser.silently(client), of: client)
            let page = try await browser.loginPage(of: client)
            #expect(page.status == 200)
            #expect(try shownUser(page) == keptUser(page))
            #expect(try await browser.press(("action", "finish"), on: page).redirect("code") != nil)
            #expect(browser.cookie("mcp_auth_session") != cookie)
            expectError("consent_required", try await browser.silently(client), of: client)
        }
    }

    @Test("nobody has a session before the login is finished")
    func before() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.loginPage(of: client)
            _ = try await browser.login("new", on: page)
            _ = try await browser.login("use", on: page, as: "ada")
            #expect(browser.cookie("mcp_auth_session") == nil)
            expectError("login_required", try await browser.silently(client), of: client)
        }
    }

    @Test("a session ends after the seven days of the manifest, and the browser begins anew")
    func expires() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            #expect(try await client.approve(in: browser, as: "ada").redirect("code") != nil)
            server.clock.advance(by: .seconds(7 * 86400 - 1))
            expectError("consent_required", try await browser.silently(client), of: client)
            #expect(try shownUser(try await browser.loginPage(of: client)) == "ada")
            server.clock.advance(by: .seconds(1))
            expectError("login_required", try await browser.silently(client), of: client)
            #expect(try shownUser(try await browser.loginPage(of: client)) != "ada")
            #expect(try await client.approve(in: browser).redirect("code") != nil)
        }
    }

    @Test("a session survives a restart, and one that was ended does not come back with it")
    func restart() async throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        var server = try await TestServer.start(folder)
        let client = try await TestClient.register(server)
        let cookies = try await ["kept", "ended"].asyncMap { _ in
            let browser = Browser(server)
            _ = try await client.approve(in: browser)
            return browser.cookie("mcp_auth_session")
        }
        let ended = Browser(server)
        ended.setCookie("mcp_auth_session", cookies[1])
        _ = try await ended.post("/logout", [:])
        await server.stop()

        server = try await TestServer.start(folder)
        for (cookie, error) in zip(cookies, ["consent_required", "login_required"]) {
            let browser = Browser(server)
            browser.setCookie("mcp_auth_session", cookie)
            let answer = try await browser.get(client.authorizePath(["prompt": "none"]))
            #expect(answer.redirect("error") == error)
        }
        await server.stop()
    }

    @Test(
        "a page of another origin can't log anybody out, be it of the same site or not",
        arguments: [
            [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")],
            [("Sec-Fetch-Site", "new")],
            [("Sec-Fetch-Site", "cross-site"), ("Origin", "null")], [("Origin", "https://evil.example")],
            [("Origin", "http://localhost:1")], [("Origin", "http://localhost")],
        ])
    func elsewhere(_ headers: [(String, String)]) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            #expect(try await client.approve(in: browser).redirect("code") != nil)
            let session = try #require(browser.cookie("mcp_auth_session"))
            let answer = try await server.post(
                "/logout", form: [:], headers: headers + [("Cookie", "mcp_auth_session=" + session)])
            expectPage(answer, status: 403)
            #expect(answer.all("set-cookie").isEmpty)
            expectError("consent_required", try await browser.silently(client), of: client)
        }
    }

    @Test("a page of this server, and a program that is no browser, can log out")
    func ownPage() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for headers in [
                [("Sec-Fetch-Site", "same-origin"), ("Origin", server.issuer)],
                [("Sec-Fetch-Site", "same-origin"), ("Origin", "null")], [("Sec-Fetch-Site", "none")],
                [("Origin", server.issuer)], [("Origin", "null")], [],
            ] {
                let browser = Browser(server)
                #expect(try await client.approve(in: browser).redirect("code") != nil)
                let session = try #require(browser.cookie("mcp_auth_session"))
                let answer = try await server.post(
                    "/logout", form: [:], headers: headers + [("Cookie", "mcp_auth_session=" + session)])
                #expect(answer.status == 200)
                expectError("login_required", try await browser.silently(client), of: client)
            }
        }
    }

    @Test("without the cookie, which no other site's form brings along, a logout changes nothing")
    func withoutCookie() async throws {
        try await TestServer.run { server in
            let answer = try await server.post("/logout", form: [:])
            #expect(answer.status == 200)
            #expect(answer.text.contains("You were not signed in"))
            #expect(answer.all("set-cookie").isEmpty)
        }
    }
}

extension Browser {
    /// Asks for authorization without any page in between (`prompt=none`): the error says whether somebody is logged in.
    func silently(_ client: TestClient) async throws -> Response {
        try await get(client.authorizePath(["prompt": "none"]))
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
