import Testing

@Suite("error pages, over HTTP")
struct ErrorPageTests {
    @Test("a person is told what happened and what to do, in sentences without words of the protocol")
    func sentences() async throws {
        try await TestServer.run { server in
            for (name, page) in try await errorPages(server) {
                let happened = try #require(text(of: page, from: "</h1>\n    <p>", to: "</p>"), "\(name)")
                let remedy = try #require(text(of: page, from: "</h2>\n        <p>", to: "</p>"), "\(name)")
                for sentence in [happened, remedy] {
                    #expect(sentence.first?.isUppercase == true, "\(name): \(sentence)")
                    #expect(sentence.last == ".", "\(name): \(sentence)")
                    #expect(!sentence.contains("_"), "\(name): \(sentence)")
                    #expect(!sentence.contains(".."), "\(name): \(sentence)")
                }
            }
        }
    }

    @Test(
        "the developer of the application is told in the words of the RFC, and nobody where there is none to tell"
    )
    func detail() async throws {
        try await TestServer.run { server in
            for (name, page) in try await errorPages(server) {
                let detail = text(
                    of: page, from: "developer of the application</h2>\n        <p><code>", to: "</code>")
                let isForDeveloper =
                    name.hasPrefix("authorization request") || name.hasPrefix("outage")
                #expect((detail != nil) == isForDeveloper, "\(name): \(detail ?? "nothing")")
            }
            let unknown = try await server.get("/oauth/authorize?client_id=nobody")
            #expect(unknown.text.contains("<code>no client with this client_id is registered here;"))
        }
    }

    @Test(
        "a page says nothing in a stranger's words; the answer to the client quotes them",
        arguments: ["scope", "resource"])
    func words(parameter: String) async throws {
        try await TestServer.run { server in
            let words = parameter == "scope" ? "CALL-555-1234-NOW" : "https://CALL-555-1234-NOW"
            let client = try await TestClient.register(server, redirectURI: "https://app.example/cb")
            let page = try await server.get(client.authorizePath([parameter: words]))
            #expect(page.status == 400)
            let shown = page.text.replacing(/href="[^"]*"/, with: "")
            #expect(!shown.contains("555-1234"))
            #expect(page.text.contains("error_description="))
            let local = try await TestClient.register(server)
            let answer = try await server.get(local.authorizePath([parameter: words]))
            #expect(answer.redirect("error_description")?.contains("'\(words)'") == true)
        }
    }

    @Test(
        "a page names its request, so that the log can be asked, and a page that is the same for all names none"
    )
    func requestID() async throws {
        try await TestServer.run { server in
            for (name, page) in try await errorPages(server) {
                let id = text(of: page, from: "<footer>Request <code>", to: "</code>")
                #expect(id == (name == "nothing there" ? nil : page["x-request-id"]), "\(name)")
            }
        }
    }

    @Test("each fault has a title of its own, and the demo says what was sent beside what is registered")
    func titles() async throws {
        try await TestServer.run { server in
            let pages = try await errorPages(server)
            var titles: [String: [String]] = [:]
            for (name, page) in pages {
                titles[try #require(text(of: page, from: "<h1>", to: "</h1>")), default: []].append(name)
            }
            #expect(titles["This request can't go on"] == nil)
            let same = titles.values.filter { $0.count > 1 }
            #expect(same == [["another browser", "callback of another browser"]])
            let foreign = try #require(pages.first { $0.name.hasSuffix("redirect URI") }).page.text
            #expect(foreign.contains("<dt>sent</dt>"))
            #expect(foreign.contains("<code>https://x.example/</code>"))
            #expect(foreign.contains("<dt>registered</dt>"))
        }
        let elsewhere: [ManifestEdit] = [
            .replace("\nprofile: demo\n", with: "\nprofile: team\n"),
            .replace("profiles: [demo]", with: "profiles: [team]"),
        ]
        try await TestServer.run(elsewhere) { server in
            let client = try await TestClient.register(server)
            let page = try await client.authorize(["redirect_uri": "https://x.example/"])
            #expect(!page.text.contains("x.example"))
        }
    }

    private func errorPages(_ server: TestServer) async throws -> [(name: String, page: Response)] {
        let client = try await TestClient.register(server)
        let web = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
        let browser = Browser(server)
        let consent = try await browser.open(client.authorizePath())
        _ = try await browser.decide("deny", on: consent)
        let other = try await browser.open(client.authorizePath())
        let login = try await browser.loginPage(of: client)
        var pages: [(String, Response)] = [
            ("authorization request: unknown client", try await client.authorize(["client_id": "nobody"])),
            ("authorization request: no client", try await client.authorize(["client_id": nil])),
            (
                "authorization request: redirect URI",
                try await client.authorize(["redirect_uri": "https://x.example/"])
            ),
            ("authorization request: scope", try await web.authorize(["scope": "files"])),
            ("authorization request: resource", try await web.authorize(["resource": "https://x.example/"])),
            ("authorization request: no consent", try await web.authorize(["prompt": "none"])),
            ("authorization request: response type", try await web.authorize(["response_type": "token"])),
            ("authorization request: broken", try await server.get("/oauth/authorize?client_id=%ff")),
            ("answered already", try await browser.decide("approve", on: consent)),
            ("another browser", try await Browser(server).decide("approve", on: other)),
            ("callback without a state", try await server.get("/fakeupstreamauth/callback")),
            ("callback of another browser", try await server.get("/fakeupstreamauth/callback?state=x")),
            ("login of another browser", try await Browser(server).login("finish", on: login)),
            ("login without an action", try await browser.login("dance", on: login)),
            ("login for another server", try await server.get("/fakeupstreamauth/authorize?state=x")),
            (
                "forged logout",
                try await server.post("/logout", form: [:], headers: [("Sec-Fetch-Site", "cross-site")])
            ),
            ("nothing there", try await server.get("/nothing", headers: [("Accept", "text/html")])),
        ]
        server.store.failure = .isGone
        pages.append(("outage", try await client.authorize()))
        server.store.failure = nil
        return pages
    }
}
