import Testing

/// Tabs that a browser opens at once: none of their requests can bring a cookie that another's answer sets.
@Suite("first pages that are opened at once do not disturb each other")
struct FirstTabsTests {
    @Test("each of two first tabs can be answered, in either order", arguments: [[0, 1], [1, 0]])
    func bothOrders(_ order: [Int]) async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let tabs = try await firstTabs(["one", "two"], of: client, in: browser)
            for tab in order {
                let login = try await browser.press(("decision", "approve"), on: tabs[tab])
                let answer = try await browser.press(
                    ("action", "finish"), on: login, with: ["user_id": "ada"])
                #expect(answer.redirect("state") == ["one", "two"][tab])
                #expect(try await client.redeem(answer.redirect("code") ?? "").status == 200)
            }
        }
    }

    @Test("their steps may be mixed: both consents, then both logins, and a denial beside them")
    func mixed() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let tabs = try await firstTabs(["one", "two", "three"], of: client, in: browser)
            let logins = [
                try await browser.press(("decision", "approve"), on: tabs[0]),
                try await browser.press(("decision", "approve"), on: tabs[1]),
            ]
            #expect(try await browser.decide("deny", on: tabs[2]).redirect("state") == "three")
            for (index, state) in [(1, "two"), (0, "one")] {
                let answer = try await browser.press(("action", "finish"), on: logins[index])
                #expect(answer.redirect("state") == state)
            }
        }
    }

    @Test("a tab that is loaded anew goes on, and no further cookie is given")
    func reload() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let tabs = try await firstTabs(["one", "two"], of: client, in: browser)
            let again = try await browser.open(client.authorizePath(["state": "one"]))
            #expect(again.all("set-cookie").isEmpty)
            for (page, state) in [(again, "one"), (tabs[1], "two"), (tabs[0], "one")] {
                let login = try await browser.press(("decision", "approve"), on: page)
                #expect(try await browser.press(("action", "finish"), on: login).redirect("state") == state)
            }
        }
    }

    @Test("a login that is reloaded, or two first pages of the login itself, go on as well")
    func loginTabs() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let tabs = try await firstTabs(["one", "two"], of: client, in: browser)
            let approved = [
                try await browser.decide("approve", on: tabs[1]),
                try await browser.decide("approve", on: tabs[0]),
            ]
            for (answer, state) in zip(approved, ["two", "one"]) {
                let location = answer.location ?? ""
                _ = try await browser.open(location)
                let login = try await browser.open(location)
                #expect(try await browser.press(("action", "finish"), on: login).redirect("state") == state)
            }
        }
    }

    @Test(
        "a browser with cookies of its own, however many, gets nowhere with the forms and states of another")
    func foreign() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let stranger = Browser(server)
            let tabs = try await firstTabs(["one", "two"], of: client, in: browser)
            _ = try await firstTabs(["a", "b", "c"], of: client, in: stranger)
            for tab in tabs {
                expectPage(try await stranger.decide("approve", on: tab), status: 403)
                expectPage(try await stranger.decide("deny", on: tab), status: 403)
                let approved = try await browser.decide("approve", on: tab)
                let login = try await browser.follow(approved)
                expectPage(try await stranger.login("finish", on: login), status: 403)
                let callback = try await browser.login("finish", on: login).location ?? ""
                expectPage(try await stranger.get(callback))
                expectPage(try await Browser(server).get(callback))
                // The stranger has spoilt nothing.
                #expect(try await browser.get(callback).redirect("code") != nil)
            }
        }
    }

    @Test("the cookie of a server before this one counts still")
    func formerName() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            browser.setCookie("mcp_auth_browser", String(repeating: "A", count: 43))
            #expect(try await client.approve(in: browser).redirect("code") != nil)
            #expect(browser.cookieNames.filter { $0.hasPrefix("mcp_auth_browser") } == ["mcp_auth_browser"])
        }
    }

    @Test("what is not a binding counts for none, and beyond a number of them the rest is left aside")
    func bounded() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            for (index, value) in ["", "x", "é", String(repeating: "!", count: 43)].enumerated() {
                browser.setCookie("mcp_auth_browser_\(index)", value)
            }
            let page = try await browser.open(client.authorizePath())
            #expect(page.all("set-cookie").count == 1)
            #expect(try await browser.decide("approve", on: page).status == 303)
            let crowded = Browser(server)
            let pages = try await firstTabs((1...40).map { "\($0)" }, of: client, in: crowded)
            var statuses: Set<Int> = []
            for page in pages { statuses.insert(try await crowded.decide("approve", on: page).status) }
            #expect(statuses == [303, 403])
        }
    }

    /// Opens consent pages of which none brings a cookie; the browser keeps what each of the answers sets.
    private func firstTabs(
        _ states: [String], of client: TestClient, in browser: Browser
    ) async throws -> [Response] {
        var pages: [Response] = []
        for state in states {
            let tab = Browser(client.server)
            let page = try await tab.open(client.authorizePath(["state": state]))
            #expect(page.all("set-cookie").count == 1)
            for name in tab.cookieNames { browser.setCookie(name, tab.cookie(name)) }
            pages.append(page)
        }
        return pages
    }
}
