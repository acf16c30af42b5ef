import Foundation
import JSON
import Support
import Testing
import WireText

@Suite("the fake upstream and its callback, over HTTP")
struct UpstreamLoginTests {
    @Test("the login page shows a generated user id, which this browser keeps, and the named demo users")
    func page() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let first = try await browser.loginPage(of: client)
            let user = try #require(try shownUser(first))
            #expect(user.hasPrefix("user-"))
            for name in ["Ada Lovelace", "Grace Hopper", "Alan Turing"] {
                #expect(first.text.contains(name))
            }
            #expect(try shownUser(try await browser.loginPage(of: client)) == user)
            #expect(try shownUser(try await Browser(server).loginPage(of: client)) != user)
            let answer = try await browser.press(("action", "finish"), on: first)
            #expect(try await subject(client, answer) == user)
        }
    }

    @Test("a new id can be made, and takes the place of the one that was kept")
    func newID() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.loginPage(of: client)
            let renewed = try await browser.login("new", on: page)
            #expect(renewed.status == 200)
            let user = try #require(try shownUser(renewed))
            #expect(user.hasPrefix("user-"))
            #expect(try shownUser(page) != user)
            #expect(try shownUser(try await browser.loginPage(of: client)) == user)
            let answer = try await browser.press(("action", "finish"), on: renewed)
            #expect(try await subject(client, answer) == user)
        }
    }

    @Test("an id of one's own can be used, and is kept")
    func useID() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for user in ["kim@example.com", "a", String(repeating: "z", count: 64)] {
                let browser = Browser(server)
                let page = try await browser.loginPage(of: client)
                let chosen = try await browser.login("use", on: page, as: user)
                #expect(chosen.status == 200)
                #expect(try shownUser(chosen) == user)
                #expect(keptUser(chosen) == user)
                #expect(try shownUser(try await browser.loginPage(of: client)) == user)
                let answer = try await browser.press(("action", "finish"), on: chosen)
                #expect(try await subject(client, answer) == user)
            }
        }
    }

    @Test("a named user can be used for a login, and the id that this browser keeps stays what it was")
    func useNamedUser() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.loginPage(of: client)
            let own = try #require(keptUser(page))
            #expect(own.hasPrefix("user-"))
            let chosen = try await browser.login("use", on: page, as: "grace")
            #expect(try shownUser(chosen) == "grace")
            #expect(keptUser(chosen) == own)
            #expect(try shownUser(try await browser.loginPage(of: client)) == own, "nobody has logged in yet")
            let answer = try await browser.press(("action", "finish"), on: chosen)
            #expect(try await subject(client, answer) == "grace")
            let next = try await browser.loginPage(of: client)
            #expect(try shownUser(next) == "grace", "who is logged in")
            #expect(keptUser(next) == own)
            _ = try await browser.post("/logout", [:])
            #expect(try shownUser(try await browser.loginPage(of: client)) == own)
        }
    }

    @Test("a cookie with an id that can't be one is as none", arguments: ["", "a b", "<script>", "ünï"])
    func rubbishKept(_ id: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            browser.setCookie("mcp_auth_user", id)
            let page = try await browser.loginPage(of: client)
            #expect(keptUser(page)?.hasPrefix("user-") == true)
            #expect(!page.text.contains("<script"))
            #expect(browser.cookie("mcp_auth_user") == keptUser(page))
        }
    }

    @Test("a named user signs in by one click, and who is signed in finds the way out")
    func oneClick() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.loginPage(of: client)
            #expect(!page.text.contains("Sign out"))
            let answer = try await browser.press(("user_id", "ada"), on: page)
            #expect(try await subject(client, answer) == "ada")
            let next = try await browser.loginPage(of: client)
            #expect(try shownUser(next) == "ada")
            let out = try await browser.press(("action", "sign_out"), on: next)
            #expect(out.text.contains("You are signed out"))
            #expect(try await browser.loginPage(of: client).text.contains("Sign out") == false)
        }
    }

    @Test("a named user is known by name to the resource server")
    func namedUser() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let tokens = try await client.tokens(as: "grace")
            let introspection = try await server.introspect(tokens.access).json
            #expect(introspection["sub"] == "grace")
            #expect(introspection["userId"] == "grace")
            #expect(introspection["username"] == "Grace Hopper")
        }
    }

    @Test(
        "an id that can't be one is refused, shown as a problem, and not kept",
        arguments: [
            "", " ", "a b", "<script>alert(1)</script>", "ünï", String(repeating: "z", count: 65), "a/b",
        ])
    func invalidID(_ user: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.loginPage(of: client)
            let answer = try await browser.login("use", on: page, as: user)
            #expect(answer.status == 400)
            #expect(answer.location == nil)
            #expect(answer.text.contains("role=\"alert\""))
            // What was typed stands in the field, and the cursor with it.
            if (1...65).contains(user.count) { #expect(keptUser(answer) == user) }
            #expect(answer.text.contains("aria-invalid=\"true\" autofocus"))
            #expect(!answer.text.contains("<script"))
            #expect(try shownUser(answer) == shownUser(page))
            expectPage(try await browser.login("finish", on: page, as: user))
        }
    }

    @Test("login_hint preselects a user without becoming the one that is kept")
    func loginHint() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let hinted = try await browser.loginPage(of: client, ["login_hint": "grace"])
            #expect(try shownUser(hinted) == "grace")
            #expect(hinted.text.contains("Continue as <bdi>Grace Hopper</bdi>"))
            #expect(try shownUser(try await browser.loginPage(of: client))?.hasPrefix("user-") == true)
            let rubbish = try await browser.loginPage(of: client, ["login_hint": "\"><script>"])
            #expect(try shownUser(rubbish)?.hasPrefix("user-") == true)
            #expect(!rubbish.text.contains("<script"))
        }
    }

    @Test("the login answers only to the callback of its own server (RFC 9700 §4.11.1)")
    func ownCallbackOnly() async throws {
        try await TestServer.run { server in
            let own = server.issuer + "/fakeupstreamauth/callback"
            let path = "/fakeupstreamauth/authorize?state=s"
            #expect(try await server.get(path + "&redirect_uri=" + percentEncode(own)).status == 200)
            for uri in [
                "https://evil.example/", own + "/", own + "?x=1", own + "#x", own + ".evil.example",
                own.replacingOccurrences(of: "://", with: "://evil@"), own.uppercased(),
                "/fakeupstreamauth/callback",
                "javascript:alert(1)", "", "http://127.0.0.1/fakeupstreamauth/callback", server.issuer,
            ] {
                expectPage(try await server.get(path + "&redirect_uri=" + percentEncode(uri)))
            }
            let encoded = percentEncode(own)
            expectPage(try await server.get(path))
            expectPage(try await server.get("/fakeupstreamauth/authorize?redirect_uri=" + encoded))
            expectPage(
                try await server.get(
                    path + "&redirect_uri=" + encoded + "&redirect_uri=https%3A%2F%2Fevil.example"))
            expectPage(try await server.get(path + "&state=t&redirect_uri=" + encoded))
        }
    }

    @Test("a posted login is held to the same callback, and to the browser and state it was shown for")
    func postedLogin() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.loginPage(of: client)
            let other = try Form(try await browser.loginPage(of: client), having: ("action", "finish")).fields
            let fields = try Form(page, having: ("action", "finish")).fields
            let own = server.issuer + "/fakeupstreamauth/callback"
            for (uri, csrf) in [
                ("https://evil.example/", fields["csrf"] ?? ""), (own, ""), (own, "x"),
                (own, other["csrf"] ?? ""),
            ] {
                expectPage(
                    try await browser.post(
                        "/fakeupstreamauth/authorize",
                        [
                            "state": fields["state"] ?? "", "redirect_uri": uri, "csrf": csrf,
                            "user_id": "ada", "action": "finish",
                        ]), status: uri == own ? 403 : 400)
            }
            let stranger = Browser(server)
            expectPage(try await stranger.login("finish", on: page), status: 403)
            _ = try await stranger.loginPage(of: client)
            expectPage(try await stranger.login("finish", on: page), status: 403)
            expectPage(try await browser.login("become root", on: page))
            #expect(try await browser.login("finish", on: page).status == 303)
        }
    }

    @Test("the login goes back by 303 with a code and the state, and the callback on by 302")
    func redirects() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let callback = try await browser.callback(of: client)
            #expect(callback.hasPrefix(server.issuer + "/fakeupstreamauth/callback?"))
            #expect(query(callback).map(\.name) == ["code", "state"])
            let answer = try await browser.get(callback)
            #expect(answer.status == 302)
            #expect(answer.redirect.map(\.name) == ["code", "state", "iss"])
            #expect(answer.redirect("code") != query(callback)[0].value)
        }
    }

    @Test("a callback in a browser that did not consent is refused, and spoils nothing (CVE-2026-27124)")
    func otherBrowser() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let callback = try await browser.callback(of: client)
            let fresh = Browser(server)
            expectPage(try await fresh.get(callback))
            let victim = Browser(server)
            _ = try await victim.loginPage(of: client)
            expectPage(try await victim.get(callback))
            let loggedIn = Browser(server)
            #expect(try await client.approve(in: loggedIn).redirect("code") != nil)
            expectPage(try await loggedIn.get(callback))
            #expect(try await browser.get(callback).redirect("code") != nil)
        }
    }

    @Test(
        "a callback that is loaded again says that this login is finished, to the browser that it belongs to")
    func reloaded() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let callback = try await browser.callback(of: client)
            #expect(try await browser.get(callback).redirect("code") != nil)
            let again = try await browser.get(callback)
            expectPage(again)
            #expect(again.text.contains("<h1>This sign-in is finished already</h1>"))
            #expect(again.text.contains("This login is finished already, or it took too long"))
            let stranger = try await Browser(server).get(callback)
            expectPage(stranger)
            #expect(stranger.text.contains("was not started in this browser"))
        }
    }

    @Test("a user id in the callback's query logs nobody in")
    func claimedUser() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let claims = "&userId=victim&user_id=victim&sub=victim"
            let browser = Browser(server)
            let page = try await browser.loginPage(of: client)
            let state = try #require(try Form(page, having: ("action", "finish")).fields["state"])
            let path = "/fakeupstreamauth/callback?state=" + state
            expectPage(try await browser.get(path + claims), offersAnotherTry: true)

            let honest = try await browser.get(try await browser.callback(of: client, as: "ada") + claims)
            #expect(try await subject(client, honest) == "ada")
        }
    }

    @Test(
        "a callback with a state that was never made is a page, and the server goes on",
        arguments: [
            "?state=bogus", "?state=bogus&code=bogus", "", "?state=", "?code=x", "?state=%00", "?state=%ff",
        ])
    func bogusState(_ query: String) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            _ = try await browser.loginPage(of: client)
            expectPage(try await browser.get("/fakeupstreamauth/callback" + query))
            expectPage(try await server.get("/fakeupstreamauth/callback" + query))
            #expect(try await client.approve(in: browser).redirect("code") != nil)
        }
    }

    @Test("a state is good once")
    func stateOnce() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.loginPage(of: client)
            let first = try #require(try await browser.login("finish", on: page).location)
            let second = try #require(try await browser.login("finish", on: page).location)
            #expect(query(first)[0].value != query(second)[0].value)
            #expect(try await browser.get(first).redirect("code") != nil)
            expectPage(try await browser.get(first))
            expectPage(try await browser.get(second))
        }
    }

    @Test("one consent makes one code, even when its form was sent twice")
    func consentOnce() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let logins = [
                try await browser.press(("decision", "approve"), on: consent),
                try await browser.press(("decision", "approve"), on: consent),
            ]
            #expect(try await browser.press(("action", "finish"), on: logins[0]).redirect("code") != nil)
            expectPage(try await browser.press(("action", "finish"), on: logins[1]), showsWayBack: true)
            expectPage(try await browser.decide("approve", on: consent))
        }
    }

    @Test("consent and login together may take ten minutes")
    func stateExpires() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            for (seconds, isAlive) in [(599, true), (600, false)] {
                let browser = Browser(server)
                let page = try await browser.loginPage(of: client)
                server.clock.advance(by: .seconds(seconds))
                let answer = try await browser.press(("action", "finish"), on: page)
                if isAlive {
                    #expect(answer.redirect("code") != nil)
                } else {
                    expectPage(answer, showsWayBack: true)
                }
            }
        }
    }

    @Test("an upstream code is good once and for a minute, and none is taken for another thing")
    func upstreamCode() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let used = try await browser.callback(of: client)
            #expect(try await browser.get(used).redirect("code") != nil)
            let fresh = query(try await browser.callback(of: client))[1].value
            let code = query(used)[0].value
            expectPage(
                try await browser.get("/fakeupstreamauth/callback?code=\(code)&state=\(fresh)"),
                offersAnotherTry: true)
            #expect(try await client.redeem(code).error == "invalid_grant")

            let late = try await browser.callback(of: client)
            server.clock.advance(by: .seconds(60))
            expectPage(try await browser.get(late), offersAnotherTry: true)
        }
    }

    @Test("a repeated parameter at the callback is refused without spending the state")
    func repeatedAtCallback() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let callback = try await browser.callback(of: client)
            expectPage(try await browser.get(callback + "&state=other"))
            expectPage(try await browser.get(callback + "&code=other"))
            #expect(try await browser.get(callback).redirect("code") != nil)
        }
    }

    @Test("the callback is opened and never posted to")
    func postedCallback() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let callback = try await browser.callback(of: client)
            let answer = try await browser.post(callback, ["userId": "victim"])
            #expect(answer.status == 405)
            #expect(answer["allow"]?.contains("GET") == true)
            #expect(try await browser.get(callback).redirect("code") != nil)
        }
    }

    @Test("a look ahead by HEAD spends nothing")
    func head() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let callback = try await browser.callback(of: client)
            let cookies = browser.cookieNames.map { $0 + "=" + (browser.cookie($0) ?? "") }
            let answer = try await server.send(
                "HEAD", callback, headers: [("Cookie", cookies.joined(separator: "; "))])
            #expect(answer.status == 200)
            #expect(answer.location == nil)
            #expect(try await browser.get(callback).redirect("code") != nil)
        }
    }

    @Test("an upstream that says access_denied is passed on to the client")
    func upstreamDenies() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.loginPage(of: client)
            let state = try #require(try Form(page, having: ("action", "finish")).fields["state"])
            let path = "/fakeupstreamauth/callback?error=access_denied&state=" + state
            expectPage(try await Browser(server).get(path))
            expectError("access_denied", try await browser.get(path), of: client)
        }
    }
}
