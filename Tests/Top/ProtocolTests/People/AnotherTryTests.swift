import JSON
import OAuthCore
import OAuthModel
import Support
import Testing
import WireText

@Suite("a login that leads nowhere, and what the person can do then, over HTTP")
struct AnotherTryTests {
    private static let refusal = UpstreamRefusal(
        .personUnlisted, contact: "the desk <desk@example.com>", facts: [Fact("sub", "corp:1")])

    @Test("who is not let in is told whom to ask, and is let in once they are listed, by the same page")
    func notLetIn() async throws {
        let upstream = ScriptedUpstream { $0.finish = .refuses(Self.refusal) }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
            let browser = Browser(server)
            let refused = try await browser.login(client)
            expectPage(refused, status: 403, offersAnotherTry: true)
            #expect(refused.text.contains("<h1>You can&#39;t come in with this account</h1>"))
            #expect(refused.text.contains("the desk &lt;desk@example.com&gt;"))
            #expect(!refused.text.contains("corp:1"), "what the operator is told is not for strangers")
            upstream.now { $0.finish = .works }
            let begun = try await browser.press(("decision", "approve"), on: refused)
            let state = try #require(begun.redirect("state"))
            let answer = try await browser.get("/fakeupstreamauth/callback?state=\(state)&who=kim")
            #expect(try await subject(client, answer) == "kim")
        }
    }

    @Test("the way back leads to the client, with the error, its state and who says so")
    func back() async throws {
        let upstream = ScriptedUpstream { $0.finish = .refuses(Self.refusal) }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server, redirectURI: "https://app.example.com/cb")
            let refused = try await Browser(server).login(client)
            #expect(refused.text.contains("Return to <bdi>app.example.com</bdi>"))
            let link = try #require(text(of: refused, from: "class=\"button wide\" href=\"", to: "\""))
            #expect(link.hasPrefix("https://app.example.com/cb?"))
            expectError("access_denied", in: query(link), of: client)
        }
    }

    @Test("without a contact the page names nobody")
    func noContact() async throws {
        let upstream = ScriptedUpstream { $0.finish = .refuses(UpstreamRefusal(.personUnlisted)) }
        try await TestServer.run(upstream: upstream) { server in
            let refused = try await Browser(server).login(try await TestClient.register(server))
            expectPage(refused, status: 403, offersAnotherTry: true)
            #expect(!refused.text.contains("Who can let you in"))
        }
    }

    @Test("the form of that page is worth nothing in another browser")
    func foreign() async throws {
        let upstream = ScriptedUpstream { $0.finish = .refuses(Self.refusal) }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let refused = try await Browser(server).login(client)
            let stranger = Browser(server)
            _ = try await stranger.open(client.authorizePath())
            expectPage(try await stranger.press(("decision", "approve"), on: refused), status: 403)
            expectPage(try await Browser(server).press(("decision", "approve"), on: refused), status: 403)
        }
    }

    @Test("another try takes no longer than the request lives, and then there is only the way back")
    func expired() async throws {
        let upstream = ScriptedUpstream { $0.finish = .refuses(Self.refusal) }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let refused = try await browser.login(client)
            server.clock.advance(by: .seconds(601))
            let late = try await browser.press(("decision", "approve"), on: refused)
            expectPage(late, showsWayBack: true)
            #expect(late.text.contains("<h1>This request is over</h1>"))
        }
    }

    @Test("who is refused after the request was answered in another tab is told why, and finds the way back")
    func answeredMeanwhile() async throws {
        let upstream = ScriptedUpstream()
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let consent = try await browser.open(client.authorizePath())
            let states = try await [
                browser.decide("approve", on: consent), browser.decide("approve", on: consent),
            ].compactMap { $0.redirect("state") }
            let path = "/fakeupstreamauth/callback?who=kim&state="
            #expect(try await browser.get(path + states[0]).redirect("code") != nil)
            upstream.now { $0.finish = .refuses(Self.refusal) }
            let refused = try await browser.get(path + states[1])
            expectPage(refused, status: 403, showsWayBack: true)
            #expect(refused.text.contains("<h1>You can&#39;t come in with this account</h1>"))
        }
    }

    @Test(
        "a grant has no more than its person may give, and offline_access stays",
        arguments: [
            ("mcp mcp:admin offline_access", "mcp", "mcp offline_access"),
            ("mcp mcp:admin", "mcp mcp:admin other", "mcp mcp:admin"),
            ("mcp:admin", "mcp mcp:admin", "mcp:admin"),
        ])
    func ceiling(asked: String, may: String, granted: String) async throws {
        let upstream = ScriptedUpstream { $0.ceiling = Scope(may) }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let answer = try await Browser(server).login(client, ["scope": asked])
            let tokens = try Tokens(try await client.redeem(answer.redirect("code") ?? ""))
            #expect(tokens.response.json["scope"]?.string?.shown == granted)
            #expect(try await server.introspect(tokens.access).json["scope"]?.string?.shown == granted)
            if let refresh = tokens.refresh {
                let widened = try await client.refresh(refresh, ["scope": asked])
                #expect(widened.status == (Scope(asked) == Scope(granted) ? 200 : 400))
            }
        }
    }

    @Test(
        "where the ceiling leaves nothing that opens anything, nobody is let in",
        arguments: ["", "mcp:admin", "other", "offline_access"])
    func nothingLeft(may: String) async throws {
        let upstream = ScriptedUpstream {
            $0.ceiling = Scope(may)
            $0.contact = "desk@example.com"
        }
        try await TestServer.run(upstream: upstream) { server in
            let client = try await TestClient.register(server)
            let browser = Browser(server)
            let refused = try await browser.login(client, ["scope": "mcp offline_access"])
            expectPage(refused, status: 403, offersAnotherTry: true)
            #expect(refused.text.contains("<bdi>desk@example.com</bdi>"))
            let told = try #require(server.decisions.all.last)
            #expect(told.reason == UpstreamReason.personScopeless.key)
            #expect(
                told.facts == [
                    "upstream": "fake", "sub": "kim", "asked": "mcp offline_access", "ceiling": may,
                ])
            upstream.now { $0.ceiling = Scope("mcp") }
            let begun = try await browser.press(("decision", "approve"), on: refused)
            let state = try #require(begun.redirect("state"))
            let answer = try await browser.get("/fakeupstreamauth/callback?state=\(state)&who=kim")
            #expect(answer.redirect("code") != nil)
        }
    }

    @Test("the login says at which upstream it was, and the consent at which it is to be")
    func named() async throws {
        try await TestServer.run(upstream: ScriptedUpstream()) { server in
            _ = try await Browser(server).login(try await TestClient.register(server))
            for kind in [DecisionKind.consentGiven, .loggedIn] {
                let told = try #require(server.decisions.all.first { $0.kind == kind })
                #expect(told.facts["upstream"] == "fake")
            }
        }
    }
}

extension Browser {
    /// Consents, and comes back from a ``ScriptedUpstream``.
    func login(
        _ client: TestClient, _ changes: [String: String?] = [:], as who: String = "kim"
    ) async throws -> Response {
        let consent = try await open(client.authorizePath(changes))
        let state = try #require(try await decide("approve", on: consent).redirect("state"))
        return try await get("/fakeupstreamauth/callback?state=\(state)&who=\(who)")
    }
}
