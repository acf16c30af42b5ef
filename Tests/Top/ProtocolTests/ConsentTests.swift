import Foundation
import JSON
import Support
import Testing

@Suite("consent, over HTTP")
struct ConsentTests {
    @Test("the page shows who asks, where the answer goes, what for, and at which resource")
    func content() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(
                server, redirectURI: "https://app.example.com/cb", metadata: ["client_name": "Weather notes"])
            let page = try await client.authorize(["scope": "mcp mcp:admin"])
            for part in [
                "Weather notes", client.id, "<bdi>app.example.com</bdi>", "https://app.example.com/cb",
                "Use the tools of the MCP server", "Use its administrative tools as well",
                "<code>mcp:admin</code>", "Demo MCP server", TestClient.resource,
                "The application chose its name itself",
            ] { #expect(page.text.contains(part), "\(part)") }
            #expect(!page.text.contains("Stay logged in"))
        }
    }

    @Test(
        "an answer that goes to loopback, or to a private-use scheme, comes with a warning, whatever else is registered"
    )
    func loopbackWarning() async throws {
        try await TestServer.run { server in
            let warning = "Any program on this computer could receive this access."
            let loopback = try await TestClient.register(server)
            let page = try await loopback.authorize()
            #expect(page.text.contains(warning))
            #expect(page.text.contains("<bdi>127.0.0.1:7777</bdi>"))
            let web = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
            #expect(try await web.authorize().text.contains(warning) == false)
            let scheme = "Any application on this device that opens cursor: links could receive this access."
            let uris = [TestClient.redirectURI, "https://a.example/cb", "cursor://x/cb"]
            let mixed = try await TestClient.register(
                server, metadata: ["redirect_uris": .strings(uris)])
            for (uri, expected) in zip(uris, [[warning], [], [scheme]]) {
                let text = try await mixed.authorize(["redirect_uri": uri]).text
                #expect([warning, scheme].filter(text.contains) == expected)
            }
        }
    }

    @Test("the end of a long host is on the consent page, and on the page that links to the client")
    func longHost() async throws {
        try await TestServer.run { server in
            let host = "claude.ai." + String(repeating: "login.", count: 38) + "evil.example"
            let client = try await TestClient.register(
                server, redirectURI: "https://\(host)/" + String(repeating: "p", count: 1500))
            let consent = try await client.authorize()
            #expect(consent.text.contains("<bdi>\(host)</bdi>"))
            #expect(consent.text.contains("<code>https://\(host)/p"))
            let link = try await client.authorize(["scope": "files"])
            #expect(link.text.contains("Return to <bdi>\(host)</bdi>"))
        }
    }

    @Test("a name can't become markup, reorder the words around it, or hide what it says")
    func hostileName() async throws {
        try await TestServer.run { server in
            let name = "</h1><script>alert(1)</script>\"'&amp;\u{202E}moc.elpmaxe"
            let client = try await TestClient.register(server, metadata: ["client_name": .string(name)])
            let page = try await client.authorize()
            #expect(!page.text.contains("<script"))
            #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
            #expect(!page.text.contains("\u{202E}"))
            let long = try await TestClient.register(
                server, metadata: ["client_name": .string(String(repeating: "long", count: 500))])
            #expect(try await long.authorize().text.contains(String(repeating: "long", count: 60)) == false)
        }
    }

    @Test("a client without a name is said to have none")
    func nameless() async throws {
        try await TestServer.run { server in
            for name: JSONValue? in [nil, "", " \t"] {
                let client = try await TestClient.register(server, metadata: ["client_name": name])
                #expect(try await client.authorize().text.contains("an application without a name"))
            }
        }
    }

    @Test("a logo is never fetched from elsewhere, and addresses that run as script can't be registered")
    func logo() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(
                server, metadata: ["logo_uri": "https://evil.example/logo.png"])
            #expect(try await client.authorize().text.contains("evil.example") == false)
            for member in ["logo_uri", "client_uri", "tos_uri", "policy_uri"] {
                let answer = try await server.post(
                    "/oauth/register",
                    json: """
                        {"redirect_uris": ["https://app.example.com/cb"], "\(member)": "javascript:alert(1)"}
                        """)
                #expect(answer.status == 400)
                #expect(answer.error == "invalid_client_metadata")
            }
        }
    }

    @Test("consent is asked every time, also of somebody who is logged in and has agreed before")
    func alwaysAsked() async throws {
        try await TestServer.run { server in
            let browser = Browser(server)
            let client = try await TestClient.register(server)
            #expect(try await client.approve(in: browser).redirect("code") != nil)
            expectConsent(try await browser.open(client.authorizePath()))
            let other = try await TestClient.register(server)
            expectConsent(try await browser.open(other.authorizePath()))
        }
    }

    @Test("approving leads on by 303 to the login with a fresh state, and to no code (RFC 9700 §4.12)")
    func approving() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.open(client.authorizePath())
            var states: Set<String> = []
            for _ in 1...2 {
                let answer = try await browser.decide("approve", on: page)
                #expect(answer.status == 303)
                let location = try #require(answer.location)
                #expect(
                    location.hasPrefix("/fakeupstreamauth/authorize?")
                        || location.hasPrefix(server.issuer + "/fakeupstreamauth/authorize?"))
                #expect(query(location).map(\.name) == ["redirect_uri", "state"])
                states.insert(query(location).last?.value ?? "")
            }
            #expect(states.count == 2)
            #expect(states.allSatisfy { $0.count >= 43 })
        }
    }

    @Test("denying is access_denied with state and iss, and ends the request (RFC 6749 §4.1.2.1)")
    func denying() async throws {
        try await TestServer.run { server in
            for uri in [TestClient.redirectURI, "https://app.example.com/cb"] {
                let client = try await TestClient.register(server, redirectURI: uri)
                let browser = Browser(server)
                let page = try await browser.open(client.authorizePath())
                let answer = try await browser.decide("deny", on: page)
                expectError("access_denied", answer, of: client, status: 303)
                expectPage(try await browser.decide("approve", on: page))
                expectPage(try await browser.decide("deny", on: page))
            }
        }
    }

    @Test("a form without this browser's cookie is refused and has no effect (RFC 6749 §10.12)")
    func withoutCookie() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.open(client.authorizePath())
            let stranger = Browser(server)
            for decision in ["approve", "deny"] {
                expectPage(try await stranger.decide(decision, on: page), status: 403)
            }
            _ = try await stranger.open(client.authorizePath())
            for decision in ["approve", "deny"] {
                expectPage(try await stranger.decide(decision, on: page), status: 403)
            }
            #expect(try await browser.decide("approve", on: page).status == 303)
        }
    }

    @Test("a form with a token of another request, or none, is refused and has no effect")
    func foreignToken() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let first = try await browser.open(client.authorizePath())
            let second = try await browser.open(client.authorizePath())
            let fields = try Form(first, having: ("decision", "deny")).fields
            let other = try Form(second, having: ("decision", "deny")).fields
            let request = try #require(fields["request"])
            for csrf in ["", "x", other["csrf"] ?? "", (fields["csrf"] ?? "") + "A", "=", "ü"] {
                for decision in ["approve", "deny"] {
                    let form: KeyValuePairs = ["request": request, "csrf": csrf, "decision": decision]
                    expectPage(try await browser.post("/oauth/authorize", form), status: 403)
                }
            }
            expectPage(
                try await browser.post("/oauth/authorize", ["decision": "approve"]), status: 403)
            #expect(try await browser.decide("approve", on: first).status == 303)
        }
    }

    @Test("the form works with an Origin of null, which Referrer-Policy: no-referrer makes browsers send")
    func nullOrigin() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.open(client.authorizePath())
            let fields = try Form(page, having: ("decision", "approve")).fields
            let cookies = browser.cookieNames.map { $0 + "=" + (browser.cookie($0) ?? "") }
            let answer = try await server.post(
                "/oauth/authorize",
                form: [
                    "request": fields["request"] ?? "", "csrf": fields["csrf"] ?? "", "decision": "approve",
                ],
                headers: [("Origin", "null"), ("Cookie", cookies.joined(separator: "; "))])
            #expect(answer.status == 303)
        }
    }

    @Test("two tabs do not disturb each other")
    func twoTabs() async throws {
        try await TestServer.run { server in
            let browser = Browser(server)
            let first = try await TestClient.register(server)
            let second = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
            let one = try await browser.open(first.authorizePath(["state": "one"]))
            let two = try await browser.open(second.authorizePath(["state": "two"]))
            let three = try await browser.open(second.authorizePath(["state": "three"]))
            let oneLogin = try await browser.press(("decision", "approve"), on: one)
            let twoLogin = try await browser.press(("decision", "approve"), on: two)
            #expect(try await browser.decide("deny", on: three).redirect("state") == "three")
            let twoAnswer = try await browser.press(
                ("action", "finish"), on: twoLogin, with: ["user_id": "ada"])
            let oneAnswer = try await browser.press(
                ("action", "finish"), on: oneLogin, with: ["user_id": "grace"])
            #expect(oneAnswer.redirect("state") == "one")
            #expect(twoAnswer.redirect("state") == "two")
            let oneTokens = try Tokens(try await first.redeem(oneAnswer.redirect("code") ?? ""))
            let twoTokens = try Tokens(try await second.redeem(twoAnswer.redirect("code") ?? ""))
            #expect(try await server.introspect(oneTokens.access).json["sub"] == "grace")
            #expect(try await server.introspect(twoTokens.access).json["sub"] == "ada")
        }
    }

    @Test("a request that waited ten minutes is over, and a new one begins cleanly in the same browser")
    func expiry() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let page = try await browser.open(client.authorizePath())
            server.clock.advance(by: .seconds(599))
            #expect(try await browser.decide("approve", on: page).status == 303)
            server.clock.advance(by: .seconds(1))
            expectPage(try await browser.decide("approve", on: page))
            expectPage(try await browser.decide("deny", on: page))
            #expect(try await client.approve(in: browser).redirect("code") != nil)
        }
    }

    @Test("logging out between page and decision does no harm: whoever goes on has to log in anew")
    func logoutBetween() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            #expect(try await client.approve(in: browser, as: "ada").redirect("code") != nil)
            let page = try await browser.open(client.authorizePath())
            #expect(try await browser.post("/logout", [:]).status == 200)
            let login = try await browser.press(("decision", "approve"), on: page)
            #expect(login.status == 200)
            #expect(try shownUser(login)?.hasPrefix("user-") == true)
        }
    }

    @Test("nothing that the pages hold before the login is a code (RFC 9700 §4.5)")
    func noCodeBeforeLogin() async throws {
        try await TestServer.run { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let login = try await browser.press(("decision", "approve"), on: consent)
            let fields = try Form(consent, having: ("decision", "approve")).fields.merging(
                try Form(login, having: ("action", "finish")).fields
            ) { first, _ in first }
            #expect(fields.count >= 5)
            for value in fields.values + browser.cookieNames.compactMap(browser.cookie) {
                #expect(try await client.redeem(value).error == "invalid_grant")
            }
            for page in [consent, login] { #expect(!page.text.contains("mac_")) }
        }
    }

    @Test("with auto_approve the whole flow is one redirect, for tests without a browser")
    func autoApprove() async throws {
        let edit = ManifestEdit.replace("auto_approve: false", with: "auto_approve: true")
        try await TestServer.run([edit]) { server in
            let client = try await TestClient.register(server)
            let answer = try await client.authorize()
            #expect(answer.status == 302)
            #expect(answer.redirect.map(\.name) == ["code", "state", "iss"])
            let tokens = try Tokens(try await client.redeem(answer.redirect("code") ?? ""))
            #expect(try await server.introspect(tokens.access).json["sub"] == "ada")
            let hinted = try await client.authorize(["login_hint": "grace"])
            let hintedTokens = try Tokens(try await client.redeem(hinted.redirect("code") ?? ""))
            #expect(try await server.introspect(hintedTokens.access).json["sub"] == "grace")
            expectError("invalid_scope", try await client.authorize(["scope": "files"]), of: client)
            expectPage(try await client.authorize(["redirect_uri": "https://evil.example/"]))
        }
    }

    @Test(
        "neither auto_approve nor the fake login starts with an issuer that is not this machine",
        arguments: [
            ("auto_approve: true", "auto_approve consents in everybody's name"),
            ("auto_approve: false", "the fake login lets anybody be anybody"),
        ])
    func demoOnlyHere(_ line: String, _ reason: String) async throws {
        let failure = await #expect(throws: TestFailure.self) {
            try await TestServer.run(
                [.replace("auto_approve: false", with: line)],
                environment: ["AUTH_SERVER_URL": "https://auth.example.com"]
            ) { _ in }
        }
        #expect(failure?.description.contains(reason) == true)
    }
}
